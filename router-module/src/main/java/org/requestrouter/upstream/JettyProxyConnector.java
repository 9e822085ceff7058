package org.requestrouter.upstream;

import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
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
}
