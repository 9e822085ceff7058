package org.requestrouter.upstream;

import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/** Keeps the classes of HTTP/2 apart: they are needed for h2c servers only. */
final class JettyProxyHttp2 {

  private JettyProxyHttp2() {}

  static HttpClientTransport transport(ClientConnector connector) {
    return new HttpClientTransportOverHTTP2(new HTTP2Client(connector));
  }
}
