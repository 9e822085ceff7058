package org.requestrouter.backend;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.requestrouter.balance.Member;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.Pooling;
import org.requestrouter.exchange.ServerSlot;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.headers.Site;
import org.requestrouter.health.CircuitBreaker;
import org.requestrouter.health.ServerHealth;
import org.requestrouter.metrics.GroupMetrics;
import org.requestrouter.upstream.UpstreamContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server of a backend: its live state, which outlasts reloads as long as its name and address
 * stay in the configuration.
 */
@ManagedObject("A server of a backend")
public final class BackendServer implements ServerSlot, Member {
  private static final Logger LOG = LoggerFactory.getLogger(BackendServer.class);

  private final String backend;
  private final String name;
  private final String uri;
  private final Site site;
  private final Upstream upstream;
  private final GroupMetrics metrics;
  private final Places places = new Places();
  private volatile int weight;
  private volatile boolean backup;
  private volatile AdminState state = AdminState.READY;
  private int declaredWeight = -1;
  private final ServerVitals vitals;
  private volatile Runnable onRelease = () -> {};
  private volatile Runnable onChange = () -> {};

  /**
   * Creates a server, which must be {@link #configure configured} before it is used.
   *
   * @param backend the name of its backend
   * @param server the declaration
   * @param upstream the way to it
   * @param metrics where what happens at it is recorded
   * @param services the scheduler and the executor for what becomes of its health
   */
  public BackendServer(
      String backend,
      ServerConfig server,
      Upstream upstream,
      GroupMetrics metrics,
      UpstreamContext services) {
    this.backend = backend;
    this.name = server.name();
    this.uri = server.uri().toString();
    this.site = Site.of(server.uri());
    this.upstream = upstream;
    this.metrics = metrics;
    this.vitals =
        new ServerVitals(label(), services.scheduler(), services.executor(), () -> onChange.run());
  }

  /**
   * Sets what it is told to do. A weight that was changed at run time stays, unless the declared
   * one has changed, too.
   */
  public synchronized void configure(BackendConfig told, ServerConfig server) {
    int limit = server.getMaxConnections();
    int most = limit == 0 ? Integer.MAX_VALUE : limit;
    places.limit(most);
    backup = server.isBackup();
    upstream.configure(
        new Pooling(told.getKeepAliveTimeout().toNanos(), most, told.getTcpKeepAlive()));
    upstream.tunnels().configure(told.getTunnelGrace());
    vitals.configure(told);
    if (server.getWeight() != declaredWeight) {
      declaredWeight = server.getWeight();
      weight = declaredWeight;
    }
  }

  /**
   * Takes over what was told at run time to a server of this name and address, in whose place this
   * one comes.
   */
  public synchronized void succeed(BackendServer before) {
    state = before.state;
    weight = before.weight;
    declaredWeight = before.declaredWeight;
  }

  /**
   * Makes it a member of its backend.
   *
   * @param released run when a place has come free
   * @param changed run when its state or weight has changed
   */
  void join(Runnable released, Runnable changed) {
    onRelease = released;
    onChange = changed;
  }

  /**
   * It is configured no more: it finishes what it has, and what waits for it if its backend is not
   * configured either, and keeps no connection beyond that.
   */
  public void retire() {
    Runnable released = onRelease;
    vitals.stop();
    onRelease =
        () -> {
          released.run();
          upstream.closeIdle();
        };
    upstream.closeIdle();
  }

  /** Whether it may be given requests of anybody, if it has room. */
  boolean isInService() {
    return weight > 0 && state == AdminState.READY && vitals.isAble();
  }

  /** Whether it may be given requests that belong to it, if it has room: while it drains, too. */
  boolean servesItsOwn() {
    return state != AdminState.MAINT && vitals.isAble();
  }

  /** Takes a place, unless the server is full. */
  boolean tryAcquire() {
    return places.tryAcquire();
  }

  /** Asks for a pass, before a place is taken; may be {@link CircuitBreaker#REFUSED}. */
  int tryPass() {
    return vitals.tryPass();
  }

  @Override
  public void responded(int pass, int status) {
    vitals.responded(pass, status);
  }

  @Override
  public void failed(int pass, Failure failure) {
    vitals.failed(pass, failure);
  }

  @Override
  public void abandoned(int pass) {
    vitals.cancel(pass);
  }

  @Override
  public void release() {
    places.release();
    closeUnneeded();
    onRelease.run();
  }

  private void closeUnneeded() {
    if (!state.keepsConnections(places)) {
      upstream.closeIdle();
    }
  }

  @Override
  @ManagedAttribute("The name")
  public String name() {
    return name;
  }

  /** The server's URI. */
  @ManagedAttribute("The URI")
  public String uri() {
    return uri;
  }

  /** The share of requests at this moment, which is less than its weight while it starts. */
  @Override
  public int weight() {
    return vitals.share(weight);
  }

  /** The share of requests, relative to the other servers of the backend. */
  @ManagedAttribute("The weight")
  public int getWeight() {
    return weight;
  }

  /** Whether it is up, as far as checks and requests have shown. */
  @ManagedAttribute("Whether it is up")
  public boolean isUp() {
    return vitals.health().isUp();
  }

  /** What checks and observed requests have shown. */
  public ServerHealth health() {
    return vitals.health();
  }

  /** The circuit breaker, or null. */
  public CircuitBreaker circuitBreaker() {
    return vitals.breaker();
  }

  /**
   * Changes the weight until it is changed again, here or in the rules file.
   *
   * @param weight 0 to 256
   * @throws IllegalArgumentException if out of range
   */
  @ManagedOperation(value = "Changes the weight, 0 to 256", impact = "ACTION")
  public void changeWeight(@Name("weight") int weight) {
    if (weight < 0 || weight > ServerConfig.MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weight " + weight + ": must be from 0 to " + ServerConfig.MAX_WEIGHT);
    }
    LOG.info("{}: weight changed from {} to {}", label(), this.weight, weight);
    this.weight = weight;
    onChange.run();
  }

  /** Whether it serves only when no other server of the backend can. */
  @ManagedAttribute("Whether it is a backup server")
  public boolean isBackup() {
    return backup;
  }

  /** What the operator wants of it. */
  @ManagedAttribute("The administrative state: ready, drain or maint")
  public String getState() {
    return state.word();
  }

  /**
   * Changes what the operator wants of it, until it is changed again.
   *
   * @param wanted {@code ready}, {@code drain} or {@code maint}
   * @throws IllegalArgumentException for any other word
   */
  @ManagedOperation(value = "Changes the state to ready, drain or maint", impact = "ACTION")
  public void changeState(@Name("state") String wanted) {
    AdminState next = AdminState.parse(wanted);
    if (next != state) {
      LOG.info("{}: state changed from {} to {}", label(), getState(), next.word());
      state = next;
      onChange.run();
      closeUnneeded();
    }
  }

  @Override
  public int load() {
    return places.taken();
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public GroupMetrics metrics() {
    return metrics;
  }

  @Override
  public Upstream upstream() {
    return upstream;
  }

  /** How many requests the server has now. */
  @ManagedAttribute("The requests in flight")
  public int inFlight() {
    return places.taken();
  }

  /** The name of the backend that it is a member of. */
  public String backend() {
    return backend;
  }

  private String label() {
    return "backend '" + backend + "', server '" + name + "'";
  }

  @Override
  public String toString() {
    return "server " + name + " " + uri + " [weight=" + weight + ",inFlight=" + inFlight() + "]";
  }
}
