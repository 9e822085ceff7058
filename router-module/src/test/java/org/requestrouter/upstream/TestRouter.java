package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterContextHandler;
import org.requestrouter.RouterHandler;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.protocol.SimulatedClock;
import org.requestrouter.servlet.RouterServlet;

/** A Jetty with the router's core door; it knows what must be left over when all is done. */
final class TestRouter implements AutoCloseable {
  /** What comes at all comes by then, also on a machine that stalls for some seconds. */
  static final Duration STEP = Duration.ofSeconds(15);

  private final QueuedThreadPool threads;
  private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
  private final Server server;
  private final ServerConnector connector;
  private final RequestRouter router;

  TestRouter(RoutingConfig config) throws Exception {
    this(config, false);
  }

  /**
   * Starts a router.
   *
   * @param servlet whether it is behind the servlet, in a context of its own
   */
  TestRouter(RoutingConfig config, boolean servlet) throws Exception {
    this(config, servlet, new QueuedThreadPool(24), new ScheduledExecutorScheduler());
  }

  /** Starts a router for which time passes only as the clock says. */
  TestRouter(RoutingConfig config, SimulatedClock clock) throws Exception {
    this(config, false, clock.threads(), clock);
  }

  private TestRouter(
      RoutingConfig config, boolean servlet, QueuedThreadPool threads, Scheduler scheduler)
      throws Exception {
    this.threads = threads;
    server = new Server(threads, scheduler, buffers);
    connector = new ServerConnector(server, 1, 1);
    router = new RequestRouter(server, config);
    connector.setHost("localhost");
    HttpConfiguration http =
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    connector.addConnectionFactory(new HTTP2CServerConnectionFactory(http));
    server.setStopTimeout(0);
    server.addConnector(connector);
    server.addBean(router);
    server.setHandler(servlet ? new RouterContextHandler(context()) : new RouterHandler(router));
    try {
      server.start();
    } catch (Exception x) {
      LifeCycle.stop(server);
      throw x;
    }
  }

  private static ServletContextHandler context() {
    ServletHolder holder = new ServletHolder(new RouterServlet());
    holder.setInitParameter("router", RequestRouter.DEFAULT_NAME);
    holder.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(holder, "/*");
    return context;
  }

  Server server() {
    return server;
  }

  /** Gives a backend time that no machine is too slow for. */
  static BackendConfig patient(BackendConfig backend) {
    backend.setConnectTimeout("30s");
    backend.setKeepAliveTimeout("60s");
    return backend;
  }

  int port() {
    return connector.getLocalPort();
  }

  Backend backend() {
    return router.backends().get(0);
  }

  RequestRouter router() {
    return router;
  }

  /** The value of a counter of the metrics. */
  long metric(String name) {
    return router.getMetrics().registry().getCounters().get(name).getCount();
  }

  /** Threads that run a job now. */
  int busyThreads() {
    // What is counted of a pool that has stopped means nothing.
    return threads.isRunning() ? threads.getUtilizedThreads() : 0;
  }

  /** Bytes of all buffers that the pool holds, in use or not. */
  long bufferMemory() {
    return buffers.getDirectMemory() + buffers.getHeapMemory();
  }

  /** Waits until nothing of any exchange is left but idle connections. */
  void awaitQuiet() {
    await()
        .atMost(STEP)
        .untilAsserted(
            () -> {
              for (Backend backend : router.backends()) {
                assertEquals(0, backend.inFlight(), "in flight");
                assertEquals(0, backend.queued(), "queued");
                assertEquals(backend.idleConnections(), backend.connections(), "not idle");
                backend
                    .servers()
                    .forEach(s -> assertEquals(0, s.upstream().waitingLongerThan(0), "waiting"));
              }
              assertEquals(0, busyThreads(), "threads held");
              assertEquals("", buffers.dumpLeaks(), "buffers not given back");
            });
  }

  @Override
  public void close() {
    try {
      awaitQuiet();
    } finally {
      LifeCycle.stop(server);
    }
  }
}
