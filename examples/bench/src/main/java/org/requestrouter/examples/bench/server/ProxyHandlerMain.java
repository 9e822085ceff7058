package org.requestrouter.examples.bench.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Server;

/**
 * Jetty's stock {@link ProxyHandler.Reverse}, and for WebSockets, which it does not carry, what can
 * be made of Jetty's websocket-core.
 */
public final class ProxyHandlerMain {
  private static final long IDLE_MILLIS = 600_000;

  private ProxyHandlerMain() {}

  /** Takes the own port, the back end's, and the most connections to it. */
  public static void main(String[] args) throws Exception {
    Lifeline.watch();
    int port = Integer.parseInt(args[1]);
    int maxConnections = Integer.parseInt(args[2]);
    Server server =
        new Server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
    JettyConnectors.prepare(server);
    ProxyHandler requests =
        new ProxyHandler.Reverse(
            request ->
                HttpURI.build(request.getHttpURI())
                    .scheme("http")
                    .authority("127.0.0.1", port)
                    .asImmutable()) {
          @Override
          protected void configureHttpClient(HttpClient client) {
            super.configureHttpClient(client);
            client.setMaxConnectionsPerDestination(maxConnections);
            client.setMaxRequestsQueuedPerDestination(maxConnections);
            client.setIdleTimeout(IDLE_MILLIS);
          }
        };
    server.setHandler(new FrameProxyHandler(port, maxConnections, IDLE_MILLIS, requests));
    server.start();
  }
}
