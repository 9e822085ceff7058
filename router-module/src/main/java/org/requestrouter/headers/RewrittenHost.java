package org.requestrouter.headers;

/** A request whose Host field is not the one that the client sent. */
public interface RewrittenHost {

  /** The Host field, or else the authority, that the client sent; null if it sent neither. */
  String clientHost();
}
