package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.TcpKeepAlive;
import org.requestrouter.connector.KeepAliveOptions;

/**
 * Connects to servers. An end of a TLS connection that the server has not announced is a failure: a
 * response that only the end of the connection delimits must not look complete then.
 */
final class JettyProxyConnector extends ClientConnector {
  private final TcpKeepAlive tcpKeepAlive;

  JettyProxyConnector(TcpKeepAlive tcpKeepAlive) {
    this.tcpKeepAlive = tcpKeepAlive;
  }

  @Override
  protected void configure(SelectableChannel channel) throws IOException {
    super.configure(channel);
    KeepAliveOptions.set((NetworkChannel) channel, tcpKeepAlive);
  }

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
