package org.requestrouter.rule;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;

/** What a condition may look at: the request up to the end of its header, never its content. */
public interface RequestHead {

  /** The method, in the case that the client sent. */
  String method();

  /** The request-target as the client sent it, neither decoded nor normalised. */
  String target();

  /** The version without its {@code HTTP/} prefix: {@code 1.0}, {@code 1.1}, {@code 2.0}. */
  String version();

  /** The header fields, in the order of arrival. */
  HttpFields fields();

  /** The client's address, or null if the transport has none. */
  SocketAddress remote();

  /** The address that the client reached, or null if the transport has none. */
  SocketAddress local();

  /** How many connections its connector has now, this one included. */
  int connections();

  /** Whether the client's connection is secured by TLS. */
  boolean secure();
}
