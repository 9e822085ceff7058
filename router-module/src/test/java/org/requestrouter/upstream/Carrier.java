package org.requestrouter.upstream;

import java.nio.file.Path;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.ServerConfig;

/** The schemes of servers, with what either side needs for them. */
enum Carrier {
  HTTP,
  HTTPS,
  H2C;

  String uri(int port) {
    return name().toLowerCase(java.util.Locale.ROOT) + "://localhost:" + port;
  }

  /** Makes the router trust the certificate. */
  void trust(ServerConfig server, Path store) {
    if (this == HTTPS) {
      server.setTrustStore(store.toString());
      server.setTrustStorePassword(Certificate.PASSWORD);
    }
  }

  ConnectionFactory[] factories(Path store) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // The tests' Host is not one that the certificate names.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    return switch (this) {
      case HTTP -> new ConnectionFactory[] {http1};
      case HTTPS -> new ConnectionFactory[] {tls(store), http1};
      case H2C -> new ConnectionFactory[] {http1, new HTTP2CServerConnectionFactory(http)};
    };
  }

  private static ConnectionFactory tls(Path store) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(store.toString());
    context.setKeyStorePassword(Certificate.PASSWORD);
    return new SslConnectionFactory(context, "http/1.1");
  }
}
