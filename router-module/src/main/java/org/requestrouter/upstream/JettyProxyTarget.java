package org.requestrouter.upstream;

import org.eclipse.jetty.server.Request;
import org.requestrouter.exchange.Exchange;

/**
 * What is asked of a server.
 *
 * @param query without its question mark, or null
 */
record JettyProxyTarget(String method, String path, String query) {

  /**
   * Returns what the client asks for, as its rule wants it.
   *
   * @param upgrade what the connection is to be upgraded to, or null
   */
  static JettyProxyTarget of(Exchange exchange, JettyProxyUpgrade upgrade) {
    Request client = exchange.downstream().request();
    String method = upgrade == null ? client.getMethod() : upgrade.method(client.getMethod());
    String path = exchange.settings().requestFields().path(client);
    return new JettyProxyTarget(method, path, client.getHttpURI().getQuery());
  }
}
