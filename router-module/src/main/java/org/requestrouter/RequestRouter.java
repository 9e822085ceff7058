package org.requestrouter;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.component.DumpableCollection;
import org.eclipse.jetty.util.component.Graceful;
import org.requestrouter.backend.Backend;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.connector.AcceptedKeepAlive;
import org.requestrouter.connector.InlineConnections;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.headers.JettyRequestHead;
import org.requestrouter.headers.Objection;
import org.requestrouter.headers.RequestCheck;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.NameWatch;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.upstream.JettyProxies;
import org.requestrouter.upstream.UpstreamContext;
import org.requestrouter.upstream.UpstreamSelectors;

/**
 * The router: a bean of the server that owns the routing table and the connections to the servers.
 * The doors hand it requests.
 */
@ManagedObject("The request router")
public final class RequestRouter extends RouterOptions implements Graceful {

  private final Server server;
  private final RoutingConfig config;
  private final Loads loads = new Loads();
  private RouterMetrics metrics;
  private Timeouts timeouts;
  private UpstreamSelectors upstreamSelectors;
  private JettyProxies proxies;
  private ActiveChecks checks;
  private NameWatch nameWatch;
  private AcceptedKeepAlive acceptedKeepAlive;
  private ResponseCache cache;
  private volatile GracefulStop stop;
  private volatile Reloading reloading;
  private volatile RoutingTable table = RoutingTable.EMPTY;

  /** Creates a router for the server, with what is or will be declared in the configuration. */
  public RequestRouter(Server server, RoutingConfig config) {
    this.server = server;
    this.config = config;
  }

  @Override
  protected void doStart() throws Exception {
    timeouts = new Timeouts(server.getScheduler());
    upstreamSelectors =
        new UpstreamSelectors(server.getThreadPool(), server.getScheduler(), getSelectors());
    addBean(upstreamSelectors);
    UpstreamContext context =
        new UpstreamContext(
            upstreamSelectors,
            timeouts,
            server.getByteBufferPool(),
            server.getThreadPool(),
            server.getScheduler());
    checks = new ActiveChecks(server.getThreadPool(), server.getScheduler());
    addBean(checks);
    if (getBean(NameWatch.class) == null) {
      // Unless the embedder has added one that looks names up in another way.
      nameWatch = new NameWatch(server.getThreadPool(), server.getScheduler());
      addBean(nameWatch);
    }
    proxies = new JettyProxies(server, context, proxySelectors());
    addBean(proxies);
    Path base = Path.of(System.getProperty("jetty.base", "")).toAbsolutePath();
    RulesSource source = RulesSource.of(config, base, getRules());
    cache = new ResponseCache(cacheSize());
    Upstreams upstreams = new Upstreams(context, proxies, source.directory());
    LiveBackends backends = new LiveBackends(upstreams, getMetrics(), this, cache);
    FileWatch watch =
        new FileWatch(server.getScheduler(), server.getThreadPool(), getScanInterval());
    reloading = new Reloading(source, backends, watch, loads, this::use);
    reloading.start();
    InlineConnections.install(server);
    acceptedKeepAlive = new AcceptedKeepAlive(tcpKeepAlive());
    acceptedKeepAlive.install(server);
    super.doStart();
    stop = new GracefulStop(server, getStopHold(), backends);
  }

  /** Puts a table in force, in place of the one that is. */
  private void use(RoutingTable loaded) {
    RoutingTable before = table;
    loaded.policies().forEach(policy -> policy.start(server, this));
    table = loaded;
    before.policies().forEach(policy -> policy.stop(this));
  }

  @Override
  protected void doStop() throws Exception {
    if (stop != null) {
      stop.end();
      stop = null;
    }
    if (reloading != null) {
      reloading.stop();
    }
    if (acceptedKeepAlive != null) {
      acceptedKeepAlive.uninstall(server);
    }
    super.doStop();
    // Also after a start that has failed on the way.
    if (upstreamSelectors != null) {
      removeBean(upstreamSelectors);
      removeBean(proxies);
      removeBean(checks);
      removeBean(nameWatch);
      nameWatch = null;
      timeouts.destroy();
      cache.clear();
      upstreamSelectors = null;
    }
    use(RoutingTable.EMPTY);
  }

  /**
   * Loads the configuration anew, as a change of the rules file does. Exchanges go on as they
   * began. If anything in it is bad, nothing changes at all.
   *
   * @throws IllegalArgumentException if it is refused, with the message that a start would end
   *     with; it is of this class, and without a cause, since JMX sends it to consoles that have
   *     none of the router's classes
   * @throws IllegalStateException if the router does not run
   */
  @ManagedOperation(
      value = "Loads the rules file anew; if it is bad, everything stays as it is",
      impact = "ACTION")
  public void reload() {
    Reloading current = reloading;
    if (current == null || !isRunning()) {
      throw new IllegalStateException(getState());
    }
    try {
      current.reload();
    } catch (ConfigurationException x) {
      throw new IllegalArgumentException(x.getMessage());
    }
  }

  /** Forgets all responses that are kept; what is being sent is not touched. */
  @ManagedOperation(value = "Forgets all responses that are kept", impact = "ACTION")
  public void clearCache() {
    if (cache != null) {
      cache.clear();
    }
  }

  /** When the configuration in force was loaded, in ISO 8601; null before the first start. */
  @ManagedAttribute("When the configuration in force was loaded")
  public String getLastLoad() {
    Instant last = loads.last();
    return last == null ? null : last.toString();
  }

  /** Why the last reload was refused; null if it was not. */
  @ManagedAttribute("Why the last reload was refused, or null")
  public String getLastReloadError() {
    return loads.error();
  }

  /** How many reloads have been accepted. */
  @ManagedAttribute("The reloads that were accepted")
  public long getReloads() {
    return loads.reloads();
  }

  /** How many reloads have been refused. */
  @ManagedAttribute("The reloads that were refused")
  public long getRejectedReloads() {
    return loads.rejected();
  }

  /** The metrics; they bear the name that the router has when they are first asked for. */
  public RouterMetrics getMetrics() {
    if (metrics == null) {
      metrics = new RouterMetrics(getName(), server.getScheduler());
      addBean(metrics);
    }
    return metrics;
  }

  /** The backends, in the order of the configuration. */
  public List<Backend> backends() {
    return table.backends();
  }

  /**
   * Returns the rule that a request belongs to, unless what sites with aliases need is answered
   * here. CONNECT is always for the webapps: it asks for a tunnel, which a reverse proxy must not
   * open.
   */
  public Route match(Request request) {
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      return Route.TO_WEBAPPS;
    }
    RoutingTable current = table;
    Request.Handler edge = current.sites().answerer(request);
    // What has more than one meaning is for the rules, which see it refused.
    return edge == null || RequestCheck.check(request) != null
        ? current.route(new JettyRequestHead(request))
        : Route.answeredBy(edge);
  }

  /** The route of what no rule matches. */
  public Route defaultRoute() {
    return table.defaultRoute();
  }

  /**
   * Sends a request where the rule that it {@link #match matches} wants it, unless the rule's edge
   * answers it, or it could not be written so that a server reads the same.
   */
  public void route(Route route, Request request, Response response, Callback callback) {
    // What has more than one meaning is refused, whoever would answer it.
    Objection objection = RequestCheck.check(request);
    boolean asksEdge = route.edge() != null && objection == null;
    if (asksEdge && answersAtEdge(route, request, response, callback)) {
      return;
    }
    Downstream downstream = new Downstream(request, response, callback);
    exchange(new Exchange(downstream, route.group(), route.settings()), objection, route);
  }

  private static boolean answersAtEdge(
      Route route, Request request, Response response, Callback callback) {
    try {
      return route.edge().handle(request, response, callback);
    } catch (Exception x) {
      callback.failed(x);
      return true;
    }
  }

  private void exchange(Exchange exchange, Objection objection, Route route) {
    GracefulStop stopping = stop;
    if (objection != null) {
      exchange.refuse(failure(objection));
    } else if (stopping != null && stopping.isShutdown()) {
      exchange.refuse(GracefulStop.failure(route.backend()));
    } else {
      exchange.start();
    }
  }

  private static Failure failure(Objection objection) {
    Failure.Kind kind =
        switch (objection) {
          case UNKNOWN_CODING -> Failure.Kind.CODING_UNKNOWN;
          case UNKNOWN_EXPECTATION -> Failure.Kind.EXPECTATION_UNKNOWN;
          default -> Failure.Kind.REQUEST_INVALID;
        };
    return new Failure(kind, new ProtocolException(objection.reason()));
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
    return "RequestRouter[" + getName() + "," + getRules() + "," + getState() + "]";
  }
}
