package org.requestrouter.examples.bench.server;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** What differs from the defaults of Jetty's connectors, as in the base that runs the router. */
final class JettyConnectors {
  private static final long IDLE_MILLIS = 600_000;
  private static final int BACKLOG = 4096;

  private JettyConnectors() {}

  static void prepare(Server server) {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(BACKLOG);
  }
}
