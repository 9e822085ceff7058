package org.requestrouter.health;

import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/** HTTP/2 for h2c servers, in a file of its own: its classes are needed for those only. */
final class CheckHttp2 {

  private CheckHttp2() {}

  static HttpClientTransport transport(ClientConnector connector) {
    return new HttpClientTransportOverHTTP2(new HTTP2Client(connector)) {
      @Override
      public Destination newDestination(Origin origin) {
        return new CheckDestination(getHttpClient(), origin);
      }
    };
  }
}
