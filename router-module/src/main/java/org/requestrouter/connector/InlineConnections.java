package org.requestrouter.connector;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts {@link InlineConnectionFactory} in the place of Jetty's own on the server's connectors. */
public final class InlineConnections {
  private static final Logger LOG = LoggerFactory.getLogger(InlineConnections.class);

  private InlineConnections() {}

  /** Exchanges the factories of all connectors, which must not have been started. */
  public static void install(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector configurable && !configurable.isRunning()) {
        install(configurable);
      }
    }
  }

  private static void install(AbstractConnector connector) {
    try {
      EmptyBuffer.check();
      String defaultProtocol = connector.getDefaultProtocol();
      List<ConnectionFactory> factories = new ArrayList<>(connector.getConnectionFactories());
      factories.replaceAll(InlineConnections::inline);
      connector.setConnectionFactories(factories);
      connector.setDefaultProtocol(defaultProtocol);
    } catch (LinkageError x) {
      LOG.info("Jetty's connections are used as they are, at some cost of speed: {}", x.toString());
    }
  }

  private static void configure(HttpConfiguration configuration) {
    // Values go on in the spelling that the client gave them.
    configuration.setHeaderCacheCaseSensitive(true);
    if (configuration.getHeaderCacheSize() == new HttpConfiguration().getHeaderCacheSize()) {
      // Jetty's default takes 100 KiB for each connection that has sent a second request, and more
      // time than it saves as soon as requests have the fields of a browser's.
      configuration.setHeaderCacheSize(0);
    }
  }

  /** A factory of any other class is somebody's own, and stays. */
  private static ConnectionFactory inline(ConnectionFactory factory) {
    if (factory instanceof HttpConfiguration.ConnectionFactory http) {
      configure(http.getHttpConfiguration());
    }
    return factory.getClass() == HttpConnectionFactory.class
        ? new InlineConnectionFactory((HttpConnectionFactory) factory)
        : factory;
  }
}
