package org.requestrouter.upstream;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/** HTTP/2 for h2c servers, in a file of its own: its classes are needed for those only. */
final class JettyProxyHttp2 extends HttpClientTransportOverHTTP2 {

  /** What a server may send of a response before the client has read any of it. */
  private static final int WINDOW = 128 * 1024;

  private final long keepAlive;

  /**
   * Creates a transport.
   *
   * @param keepAlive the milliseconds for which a connection may be idle in the pool
   */
  JettyProxyHttp2(ClientConnector connector, long keepAlive) {
    super(new HTTP2Client(connector));
    this.keepAlive = keepAlive;
    getHTTP2Client().setInitialStreamRecvWindow(WINDOW);
    // Clients that do not read must not use up what all on the connection share: each response has
    // its own limit.
    getHTTP2Client().setInitialSessionRecvWindow(Integer.MAX_VALUE);
  }

  /** The server has said its settings, and the connection is offered to requests. */
  @Override
  protected Connection newConnection(
      Destination destination, Session session, HTTP2Connection connection) {
    JettyProxyConnector.pooled(connection.getEndPoint(), keepAlive);
    return new Multiplexed(destination, session, connection);
  }

  /** Jetty's own ends an idle connection also while requests wait for their responses on it. */
  private static final class Multiplexed extends HttpConnectionOverHTTP2 {

    Multiplexed(Destination destination, Session session, HTTP2Connection connection) {
      super(destination, session, connection);
    }

    @Override
    public boolean onIdleTimeout(long idleTimeout, Throwable failure) {
      return !getHttpChannels().hasNext() && super.onIdleTimeout(idleTimeout, failure);
    }
  }
}
