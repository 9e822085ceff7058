package org.requestrouter.upstream;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.requestrouter.headers.ProxyHeader;

/**
 * What requests that may share connections have in common; Jetty's HTTP client has a pool for each.
 *
 * @param upstream the server
 * @param opening what connections begin with, before TLS, or null for nothing
 */
record JettyProxyOrigin(JettyProxyUpstream upstream, ProxyHeader opening)
    implements ClientConnectionFactory.Decorator {

  @Override
  public ClientConnectionFactory apply(ClientConnectionFactory factory) {
    return opening == null
        ? factory
        : (endPoint, context) -> newConnection(factory, endPoint, context);
  }

  private Connection newConnection(
      ClientConnectionFactory factory, EndPoint endPoint, Map<String, Object> context)
      throws IOException {
    // A new connection always has room for that.
    if (!endPoint.flush(opening.buffer())) {
      throw new IOException("no room for the PROXY header");
    }
    return factory.newConnection(endPoint, context);
  }
}
