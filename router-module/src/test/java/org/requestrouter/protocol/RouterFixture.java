package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.Gauge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterContextHandler;
import org.requestrouter.RouterHandler;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.servlet.RouterServlet;

/**
 * A started Jetty with the router behind one of its doors and one back end, {@code b}, with one
 * server. All knowledge of the router's own classes is here.
 */
final class RouterFixture {
  /** What a test configures beyond the back end itself. */
  @FunctionalInterface
  interface Setup {
    void apply(RoutingConfig routing, BackendConfig backend, ServerConfig server) throws Exception;
  }

  /** What a test changes of the server before it starts. */
  @FunctionalInterface
  interface Preparation {
    void apply(Server server, RequestRouter router) throws Exception;
  }

  private final QueuedThreadPool threads;
  private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
  private final Server server;
  private final ServerConnector connector;
  private final RequestRouter router;

  private RouterFixture(Door door, RoutingConfig config) {
    this(door, config, new QueuedThreadPool(16), new ScheduledExecutorScheduler());
  }

  private RouterFixture(
      Door door, RoutingConfig config, QueuedThreadPool threads, Scheduler scheduler) {
    this.threads = threads;
    server = new Server(threads, scheduler, buffers);
    connector = new ServerConnector(server, 1, 1);
    router = new RequestRouter(server, config);
    connector.setHost("127.0.0.1");
    server.setStopTimeout(0);
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setHeaderCacheCaseSensitive(true);
    server.addConnector(connector);
    server.addBean(router);
    server.setHandler(handler(door));
  }

  static RouterFixture start(Door door, int upstreamPort, Setup setup) throws Exception {
    return start(door, upstreamPort, setup, (server, router) -> {});
  }

  static RouterFixture start(Door door, int upstreamPort, Setup setup, Preparation preparation)
      throws Exception {
    return start(door, "http://127.0.0.1:" + upstreamPort, setup, preparation);
  }

  static RouterFixture start(Door door, String upstream, Setup setup, Preparation preparation)
      throws Exception {
    RouterFixture fixture = new RouterFixture(door, routing(upstream, setup));
    preparation.apply(fixture.server, fixture.router);
    fixture.server.start();
    return fixture;
  }

  /** Starts a router for which time passes only as the clock says; it knows HTTP/2, too. */
  static RouterFixture start(Door door, int upstreamPort, Setup setup, SimulatedClock clock)
      throws Exception {
    RouterFixture fixture =
        new RouterFixture(
            door, routing("http://127.0.0.1:" + upstreamPort, setup), clock.threads(), clock);
    HttpConfiguration http =
        fixture.connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    fixture.connector.addConnectionFactory(new HTTP2CServerConnectionFactory(http));
    fixture.server.start();
    return fixture;
  }

  private static RoutingConfig routing(String upstream, Setup setup) throws Exception {
    RoutingConfig routing = new RoutingConfig();
    BackendConfig backend = routing.backend("b");
    ServerConfig member = backend.server("s1", upstream);
    routing.setDefaultBackend("b");
    // What is not about these must not depend on them, on a machine that stalls.
    backend.setConnectTimeout("30s");
    backend.setKeepAliveTimeout("60s");
    setup.apply(routing, backend, member);
    return routing;
  }

  /** Starts the router with the rules of a file, which is read again only by {@link #reload}. */
  static RouterFixture start(Door door, Path rules) throws Exception {
    RouterFixture fixture = new RouterFixture(door, new RoutingConfig());
    fixture.router.setRules(rules.toString());
    fixture.router.setScanInterval(0);
    fixture.server.start();
    return fixture;
  }

  void reload() {
    router.reload();
  }

  void clearCache() {
    router.clearCache();
  }

  /** The value of a gauge of the metrics; null if there is no such metric. */
  Object gauge(String name) {
    Gauge<?> gauge = router.getMetrics().registry().getGauges().get(name);
    return gauge == null ? null : gauge.getValue();
  }

  /** The names of all metrics. */
  SortedSet<String> metricNames() {
    return router.getMetrics().registry().getNames();
  }

  /** How many connections of clients are open. */
  int clientConnections() {
    return connector.getConnectedEndPoints().size();
  }

  /** The value of a counter of the metrics, which must be there. */
  long counter(String name) {
    return router.getMetrics().registry().getCounters().get(name).getCount();
  }

  private Handler handler(Door door) {
    return switch (door) {
      case CORE -> coreDoor();
      case SERVLET -> new RouterContextHandler(servletContext());
      case WEBAPP -> servletContext();
    };
  }

  private Handler coreDoor() {
    RouterHandler handler = new RouterHandler(router);
    handler.setHandler(new ShowRequestHandler());
    return handler;
  }

  private static ServletContextHandler servletContext() {
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new RouterServlet());
    holder.setInitParameter("router", "default");
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    return context;
  }

  int port() {
    return connector.getLocalPort();
  }

  /** The connector that the clients connect to, for its own settings. */
  ServerConnector connector() {
    return connector;
  }

  /** The one backend. */
  Backend backend() {
    return router.backends().get(0);
  }

  Server server() {
    return server;
  }

  /** A server of the back end, by its place in the configuration. */
  BackendServer member(int index) {
    return router.backends().get(0).servers().get(index);
  }

  long inFlight() {
    return sum(Backend::inFlight);
  }

  long queued() {
    return sum(Backend::queued);
  }

  /** How many clients are known with their servers. */
  long learnt() {
    return sum(Backend::learnt);
  }

  /** Does what an operator does. */
  void changeState(String name, String state) {
    router.backends().stream()
        .flatMap(backend -> backend.servers().stream())
        .filter(member -> member.name().equals(name))
        .forEach(member -> member.changeState(state));
  }

  long connections() {
    return sum(Backend::connections);
  }

  long idleConnections() {
    return sum(Backend::idleConnections);
  }

  private long sum(ToLongFunction<Backend> gauge) {
    return router.backends().stream().mapToLong(gauge).sum();
  }

  /** Threads that run a job now, without those that only wait for one. */
  int busyThreads() {
    // What is counted of a pool that has stopped means nothing.
    return threads.isRunning() ? threads.getUtilizedThreads() : 0;
  }

  /** Waits until no thread is in the middle of anything, also not of one that holds no thread. */
  void awaitRest() {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Wire.STEP)
        .until(() -> busyThreads() == 0 && areSelectorsDone());
  }

  private boolean areSelectorsDone() throws InterruptedException {
    Collection<ManagedSelector> selectors =
        connector.getSelectorManager().getBeans(ManagedSelector.class);
    CountDownLatch done = new CountDownLatch(selectors.size());
    selectors.forEach(selector -> selector.submit(nio -> done.countDown()));
    return done.await(Wire.STEP.toSeconds(), TimeUnit.SECONDS);
  }

  /** Bytes of all buffers that the pool holds, in use or not. */
  long bufferMemory() {
    return buffers.getDirectMemory() + buffers.getHeapMemory();
  }

  /** How many buffers are taken from the pool at this moment. */
  int buffersInUse() {
    return buffers.getLeaks().size();
  }

  /** Waits until nothing of any exchange is left. */
  void awaitQuiet() {
    // Called after every test: with the usual polls it would be most of their time.
    await()
        .atMost(Wire.STEP)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              assertEquals(0, inFlight(), "exchanges in flight");
              assertEquals(0, queued(), "exchanges in the queue");
              assertEquals(idleConnections(), connections(), "upstream connections not idle");
              assertEquals(0, busyThreads(), "threads held");
              assertEquals("", buffers.dumpLeaks(), "buffers not given back");
            });
  }

  /** Waits until nothing is left, and stops the server even if something is. */
  void stop() throws Exception {
    try {
      awaitQuiet();
    } finally {
      server.stop();
    }
  }
}
