package org.requestrouter;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.DumpableCollection;
import org.eclipse.jetty.util.component.Graceful;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.Durations;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RulesFile;
import org.requestrouter.connector.InlineConnections;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.headers.JettyRequestHead;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.rule.AclSet;
import org.requestrouter.upstream.JettyProxies;
import org.requestrouter.upstream.UpstreamContext;
import org.requestrouter.upstream.UpstreamSelectors;

/**
 * The router: a bean of the server that owns the routing table and the connections to the servers.
 * The doors hand it requests.
 */
@ManagedObject("The request router")
public final class RequestRouter extends ContainerLifeCycle implements Graceful {

  /** The name of a router that is given none. */
  public static final String DEFAULT_NAME = "default";

  private final Server server;
  private final RoutingConfig config;
  private String name = DEFAULT_NAME;
  private String rules;
  private int selectors;
  private Duration stopHold = GracefulStop.DEFAULT_HOLD;
  private RouterMetrics metrics;
  private Timeouts timeouts;
  private UpstreamSelectors upstreamSelectors;
  private JettyProxies proxies;
  private ActiveChecks checks;
  private LiveBackends backends;
  private volatile GracefulStop stop;
  private volatile RoutingTable table = RoutingTable.EMPTY;

  /** Creates a router for the server, with what is or will be declared in the configuration. */
  public RequestRouter(Server server, RoutingConfig config) {
    this.server = server;
    this.config = config;
  }

  /** The name by which servlets find this router. */
  @ManagedAttribute("The name of this router")
  public String getName() {
    return name;
  }

  /** Sets the name; default {@value #DEFAULT_NAME}. */
  public void setName(String name) {
    requireStopped();
    this.name = name;
  }

  /** The file with the rules, or null. */
  @ManagedAttribute("The rules file")
  public String getRules() {
    return rules;
  }

  /**
   * Sets the rules file, a Jetty XML file for {@link RoutingConfig}; default none. A relative path
   * is resolved against {@code jetty.base}. A file that cannot be used stops the start.
   */
  public void setRules(String file) {
    requireStopped();
    this.rules = file;
  }

  /** How many selectors of the router's own carry the connections to servers; 0 for none. */
  @ManagedAttribute("The number of the router's own selectors for connections to servers")
  public int getSelectors() {
    return selectors;
  }

  /**
   * Sets the number of the router's own selectors. Default 0: a connection to a server is carried
   * by the selector of the client that it serves, which costs least; https and h2c have one of
   * their own for two processors, at most four.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void setSelectors(int count) {
    requireStopped();
    if (count < 0) {
      throw new IllegalArgumentException("selectors must not be negative: " + count);
    }
    this.selectors = count;
  }

  /** For how long requests that wait are held while the server stops. */
  @ManagedAttribute(value = "For how long a stop holds requests that wait", readonly = true)
  public Duration getStopHold() {
    return stopHold;
  }

  /**
   * Sets for how long requests that wait, in a queue or for the header of a response, are held
   * while the server stops gracefully; then they are answered with 503. Default {@code 3s}; {@code
   * 0} answers at once. The answers come in time before the server's own stop timeout ends.
   *
   * @throws org.requestrouter.config.ConfigurationException if it is no duration
   */
  public void setStopHold(String duration) {
    requireStopped();
    stopHold =
        duration.equals("0") ? Duration.ZERO : Durations.parse("request-router.stopHold", duration);
  }

  private void requireStopped() {
    if (isRunning()) {
      throw new IllegalStateException(getState());
    }
  }

  @Override
  protected void doStart() throws Exception {
    RoutingConfig effective = loadRules();
    InlineConnections.install(server);
    timeouts = new Timeouts(server.getScheduler());
    upstreamSelectors =
        new UpstreamSelectors(server.getThreadPool(), server.getScheduler(), getSelectors());
    addBean(upstreamSelectors);
    UpstreamContext context =
        new UpstreamContext(
            upstreamSelectors, timeouts, server.getByteBufferPool(), server.getThreadPool());
    checks = new ActiveChecks(server.getThreadPool(), server.getScheduler());
    addBean(checks);
    proxies = new JettyProxies(server, context, proxySelectors());
    addBean(proxies);
    backends =
        new LiveBackends(
            new Upstreams(context, proxies, rulesDirectory()),
            getMetrics(),
            server.getScheduler(),
            checks);
    TableBuilder builder = new TableBuilder(effective, new AclSet(rulesDirectory()));
    RoutingTable built = builder.build(backends);
    backends.apply(builder.plans());
    table = built;
    beans(table).forEach(this::addBean);
    super.doStart();
    stop = new GracefulStop(server, stopHold, backends);
  }

  /** Returns what the server's own files and the rules file say together. */
  private RoutingConfig loadRules() {
    RoutingConfig whole = new RoutingConfig(config);
    if (rules != null) {
      RulesFile.load(base().resolve(rules), whole);
    }
    whole.validate();
    return whole;
  }

  /** The files that rules name lie beside the rules file. */
  private Path rulesDirectory() {
    return rules == null ? base() : base().resolve(rules).getParent();
  }

  private static Path base() {
    return Path.of(System.getProperty("jetty.base", "")).toAbsolutePath();
  }

  private int proxySelectors() {
    int derived = Math.min(4, Runtime.getRuntime().availableProcessors() / 2);
    return selectors > 0 ? selectors : Math.max(1, derived);
  }

  @Override
  protected void doStop() throws Exception {
    if (stop != null) {
      stop.end();
      stop = null;
    }
    table.backends().forEach(Backend::close);
    super.doStop();
    // Also after a start that has failed on the way.
    if (upstreamSelectors != null) {
      removeBean(upstreamSelectors);
      removeBean(proxies);
      removeBean(checks);
      timeouts.destroy();
      upstreamSelectors = null;
    }
    beans(table).forEach(this::removeBean);
    table = RoutingTable.EMPTY;
  }

  /** What dump and JMX show of a table. */
  private static Stream<?> beans(RoutingTable table) {
    return table.backends().stream()
        .flatMap(backend -> Stream.concat(Stream.of(backend), backend.servers().stream()));
  }

  /** The metrics; they bear the name that the router has when they are first asked for. */
  public RouterMetrics getMetrics() {
    if (metrics == null) {
      metrics = new RouterMetrics(name, server.getScheduler());
      addBean(metrics);
    }
    return metrics;
  }

  /** The backends, in the order of the configuration. */
  public List<Backend> backends() {
    return table.backends();
  }

  /**
   * Returns the rule that a request belongs to. CONNECT is always for the webapps: it asks for a
   * tunnel, which a reverse proxy must not open.
   */
  public Route match(Request request) {
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      return Route.TO_WEBAPPS;
    }
    return table.route(new JettyRequestHead(request));
  }

  /** The route of what no rule matches. */
  public Route defaultRoute() {
    return table.defaultRoute();
  }

  /** Sends a request where the rule that it {@link #match matches} wants it. */
  public void route(Route route, Request request, Response response, Callback callback) {
    Downstream downstream = new Downstream(request, response, callback);
    Exchange exchange = new Exchange(downstream, route.backend(), route.settings());
    GracefulStop stopping = stop;
    if (stopping != null && stopping.isShutdown()) {
      exchange.refuse(GracefulStop.failure(route.backend()));
    } else {
      exchange.start();
    }
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    GracefulStop stopping = stop;
    return stopping == null ? CompletableFuture.completedFuture(null) : stopping.shutdown();
  }

  @Override
  public boolean isShutdown() {
    GracefulStop stopping = stop;
    return stopping != null && stopping.isShutdown();
  }

  @Override
  public void dump(Appendable out, String indent) throws IOException {
    dumpObjects(out, indent, new DumpableCollection("rules", table.rules()));
  }

  @Override
  public String toString() {
    return "RequestRouter[" + name + "," + rules + "," + getState() + "]";
  }
}
