package org.requestrouter.upstream;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** HTTP/1.1 for https servers. */
final class JettyProxyHttp1 extends HttpClientTransportOverHTTP {
  private final Connection.Listener pooled;

  /**
   * Creates a transport.
   *
   * @param keepAlive the milliseconds for which a connection may be idle in the pool
   */
  JettyProxyHttp1(JettyProxyConnector connector, long keepAlive) {
    super(connector);
    // Or values lose their spelling.
    setHeaderCacheCaseSensitive(true);
    pooled =
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            JettyProxyConnector.pooled(connection.getEndPoint(), keepAlive);
          }
        };
  }

  /** Once opened, and only then, the connection is offered to requests. */
  @Override
  public Connection newConnection(EndPoint endPoint, Map<String, Object> context)
      throws IOException {
    Connection connection = super.newConnection(endPoint, context);
    connection.addEventListener(pooled);
    return connection;
  }
}
