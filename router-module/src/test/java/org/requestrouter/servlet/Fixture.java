package org.requestrouter.servlet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.requestrouter.RequestRouter;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;

/** A Jetty with a servlet context, a router with one backend, and that backend's server. */
final class Fixture implements AutoCloseable {
  private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
  private final ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  final Server server = new Server(new QueuedThreadPool(16), null, buffers);
  final ServerConnector connector;
  final ServletContextHandler context = new ServletContextHandler("/");
  final RoutingConfig routing = new RoutingConfig();
  final BackendConfig backend = routing.backend("b");
  final RequestRouter router = new RequestRouter(server, routing);

  Fixture() throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    connector =
        new ServerConnector(
            server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.addBean(router);
    server.setHandler(context);
    backend.server("s", "http://127.0.0.1:" + upstream.getLocalPort());
    routing.setDefaultBackend("b");
    // What is not about these must not depend on them, on a machine that stalls.
    backend.setConnectTimeout("30s");
    backend.setKeepAliveTimeout("60s");
    upstream.setSoTimeout(Peer.PATIENCE);
  }

  /** A context in which all requests go to the router, after the filter, if there is one. */
  static Fixture start(Filter filter) throws Exception {
    return start(
        fixture -> {
          if (filter != null) {
            fixture.filter(filter);
          }
          fixture.servlet("/*", holder -> {});
        });
  }

  static Fixture start(Consumer<Fixture> setup) throws Exception {
    Fixture fixture = new Fixture();
    setup.accept(fixture);
    fixture.server.start();
    return fixture;
  }

  void filter(Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  void servlet(String path, Consumer<ServletHolder> setup) {
    ServletHolder holder = new ServletHolder("router", new RouterServlet());
    holder.setAsyncSupported(true);
    setup.accept(holder);
    context.addServlet(holder, path);
  }

  String upstreamUri() {
    return "http://127.0.0.1:" + upstream.getLocalPort();
  }

  int port() {
    return connector.getLocalPort();
  }

  Peer client() throws IOException {
    return Peer.connect(port());
  }

  /** The next connection of the router to the server. */
  Peer accept() throws IOException {
    return new Peer(upstream.accept());
  }

  /** From now on the server refuses connections. */
  void refuse() throws IOException {
    upstream.close();
  }

  /** Waits until nothing of any exchange is left. */
  void awaitQuiet() {
    await()
        .atMost(Duration.ofMillis(Peer.PATIENCE))
        .untilAsserted(
            () -> {
              assertEquals(0, router.backends().stream().mapToInt(Backend::inFlight).sum());
              assertEquals("", buffers.dumpLeaks(), "buffers not given back");
            });
  }

  @Override
  public void close() throws IOException {
    try {
      awaitQuiet();
    } finally {
      upstream.close();
      LifeCycle.stop(server);
    }
  }
}
