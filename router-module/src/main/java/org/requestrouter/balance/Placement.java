package org.requestrouter.balance;

/**
 * One exchange that looks for a place.
 *
 * @param <S> the servers
 */
public interface Placement<S> {

  /** Whether the exchange must not go to the server, having tried it for example. */
  boolean excludes(S server);

  /** Takes a place on the server; false if it is full. */
  boolean acquire(S server);

  /** The text that hashing policies hash, or null or an empty one if the request has none. */
  String key();
}
