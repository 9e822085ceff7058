package org.requestrouter.upstream;

import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Connects to servers. An end of a TLS connection that the server has not announced is a failure: a
 * response that only the end of the connection delimits must not look complete then.
 */
final class JettyProxyConnector extends ClientConnector {

  @Override
  public ClientConnectionFactory newSslClientConnectionFactory(
      SslContextFactory.Client context, ClientConnectionFactory next) {
    ClientConnectionFactory factory = super.newSslClientConnectionFactory(context, next);
    ((SslClientConnectionFactory) factory).setRequireCloseMessage(true);
    return factory;
  }

  /**
   * Gives a connection the time that it may be idle in the pool. What has passed until now was the
   * time of making it.
   */
  static void pooled(EndPoint endPoint, long keepAlive) {
    EndPoint socket = endPoint instanceof EndPoint.Wrapper tls ? tls.unwrap() : endPoint;
    if (socket instanceof IdleTimeout idle) {
      idle.notIdle();
    }
    socket.setIdleTimeout(keepAlive);
  }
}
