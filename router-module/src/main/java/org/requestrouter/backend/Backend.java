package org.requestrouter.backend;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.affinity.Affinity;
import org.requestrouter.affinity.Bond;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.RetryPolicy;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.headers.JettyRequestHead;
import org.requestrouter.metrics.GroupMetrics;
import org.requestrouter.upstream.UpstreamContext;

/**
 * A named group of servers. It places an exchange on the server that the policy picks, or lets it
 * wait, in order of arrival, until one of them has a place free. It lives as long as a backend of
 * its name is configured; a reload gives it other settings and servers.
 */
@ManagedObject("A backend")
public final class Backend implements ServerGroup {
  private final String name;
  private final Timeouts timeouts;
  private final Executor executor;
  private final Supplier<GroupMetrics> registered;
  private final WaitQueue queue;
  private final ClientShares shares = new ClientShares();
  private final LongAdder followers = new LongAdder();
  private GroupMetrics metrics;
  private volatile BackendSettings settings;
  private volatile Roster roster;
  private volatile Affinity affinity;
  private volatile List<BackendServer> leaving = List.of();

  /**
   * Creates a backend, which must be {@link #configure configured} before it is used.
   *
   * @param name its name
   * @param services the timer and the executor for what expires in the queue
   * @param metrics where what happens before a server is chosen is recorded; asked for when it is
   *     first configured, since not all backends that are created come to life
   */
  public Backend(String name, UpstreamContext services, Supplier<GroupMetrics> metrics) {
    this.name = name;
    this.timeouts = services.timeouts();
    this.executor = services.executor();
    this.registered = metrics;
    this.queue = new WaitQueue(this::pick, timeouts);
  }

  /** Sets what it is told to do, and its servers, from now on; those that wait go on waiting. */
  public synchronized void configure(BackendSettings told, List<BackendServer> servers) {
    List<BackendServer> before = roster == null ? List.of() : roster.servers();
    // Published with the roster.
    metrics = metrics == null ? registered.get() : metrics;
    settings = settings == null ? told : told.after(settings);
    affinity = told.affinity() == null ? null : told.affinity().after(affinity);
    leaving =
        Stream.concat(leaving.stream(), before.stream())
            .filter(server -> !servers.contains(server) && server.inFlight() > 0)
            .toList();
    servers.forEach(server -> server.join(queue::dispatch, this::serversChanged));
    setServers(servers);
    before.stream().filter(server -> !servers.contains(server)).forEach(queue::forget);
  }

  /** A server has changed its state or weight. */
  private synchronized void serversChanged() {
    setServers(roster.servers());
  }

  private void setServers(List<BackendServer> servers) {
    Roster before = roster;
    roster = new Roster(servers, settings.policy(), settings.sample());
    if (before != null && !roster.isAvailableLike(before)) {
      queue.takePinned().forEach(this::placeOrWait);
    }
    queue.dispatch();
  }

  @Override
  public boolean admit(Exchange exchange) {
    boolean admitted =
        exchange.attempts().isUnderWay() || shares.admit(exchange, settings.maxHeldPerClient());
    if (!admitted) {
      metrics.refusedPerClient();
      exchange.fail(new Failure(Failure.Kind.CLIENT_FULL, null, retryAfter()));
    }
    return admitted;
  }

  @Override
  public void placeAdmitted(Exchange exchange) {
    if (isFull(exchange)) {
      exchange.fail(new Failure(Failure.Kind.QUEUE_FULL, null, retryAfter()));
    } else {
      placeOrWait(new WaitingExchange(this, exchange));
    }
  }

  private boolean isFull(Exchange exchange) {
    // What is tried again has been accepted before.
    return settings.maxHeld() != Integer.MAX_VALUE
        && !exchange.attempts().isUnderWay()
        && everyServer().mapToInt(BackendServer::inFlight).sum() + queue.size()
            >= settings.maxHeld();
  }

  private void placeOrWait(WaitingExchange placed) {
    Exchange exchange = placed.exchange();
    BackendServer server;
    synchronized (placed) {
      placed.choose(roster);
      server = queue.isFree(placed) ? pick(placed) : null;
    }
    if (server != null) {
      placed.begin(server);
      return;
    }
    // Who waits already goes on: a server may return before the queue timeout.
    if (!placed.hasWaited() && placed.preferred() == null && !hasUntried(exchange)) {
      exchange.fail(new Failure(Failure.Kind.NO_SERVER, null));
    } else if (queue.size() >= settings.maxQueue() && !placed.isAccepted()) {
      exchange.fail(new Failure(Failure.Kind.QUEUE_FULL, null, retryAfter()));
    } else {
      queueUp(placed);
    }
  }

  private void queueUp(WaitingExchange placed) {
    // Before anybody can begin it, as the watch over the client must not outlive the wait.
    if (!placed.exchange().waitForServer(placed)) {
      return;
    }
    queue.add(placed);
    if (placed.isOver()) {
      queue.take(placed);
    }
    if (placed.roster() != roster && queue.take(placed)) {
      // The one server that it would have waited for may have gone.
      placeOrWait(placed);
    }
    // A place may have come free before the queue was seen to be there.
    queue.dispatch();
  }

  private BackendServer pick(WaitingExchange placed) {
    BackendServer preferred = placed.preferred();
    if (preferred != null && placed.acquire(preferred)) {
      return preferred;
    }
    return placed.preferred() == null ? roster.pick(placed) : null;
  }

  @Override
  public LongAdder followerCount() {
    return followers;
  }

  @Override
  public Bond bind(Request request) {
    Affinity current = affinity;
    return current == null ? null : current.bind(new JettyRequestHead(request));
  }

  @Override
  public boolean hasUntried(Exchange exchange) {
    return roster.hasUntried(exchange);
  }

  /** A waiting exchange has ended. */
  void left(WaitingExchange waiting) {
    queue.take(waiting);
  }

  /** Refuses a waiting exchange whose time is over; false if it does not wait just now. */
  boolean expired(WaitingExchange waiting) {
    boolean taken = queue.take(waiting);
    if (taken) {
      TimeoutException cause = new TimeoutException("queue timeout of backend " + name);
      Failure failure = new Failure(Failure.Kind.QUEUE_TIMEOUT, cause, retryAfter());
      executor.execute(() -> waiting.exchange().fail(failure));
    }
    return taken;
  }

  /** Shows all exchanges that wait for a place. */
  public void forEachWaiting(Consumer<Exchange> action) {
    queue.forEach(waiting -> action.accept(waiting.exchange()));
  }

  /** Shows all attempts, also those at servers that have been taken out of the configuration. */
  public void forEachAttempt(Consumer<Attempt> action) {
    everyServer().forEach(server -> server.upstream().forEachAttempt(action));
  }

  /** Asks all upgraded connections to leave. */
  public void closeTunnels(String reason) {
    everyServer().forEach(server -> server.upstream().tunnels().goAway(reason));
  }

  private Stream<BackendServer> everyServer() {
    return Stream.concat(servers().stream(), leaving.stream());
  }

  /** Whether it has no exchange, neither waiting nor at a server, in the configuration or not. */
  public boolean isQuiet() {
    return queued() == 0 && everyServer().allMatch(server -> server.inFlight() == 0);
  }

  @Override
  public GroupMetrics metrics() {
    return metrics;
  }

  @Override
  public RetryPolicy retryPolicy() {
    return settings.retryPolicy();
  }

  @Override
  public int retryAfter() {
    return settings.retryAfter();
  }

  @Override
  public Timeouts timeouts() {
    return timeouts;
  }

  /** The name. */
  @ManagedAttribute("The name")
  public String name() {
    return name;
  }

  /** The servers, in the order of the configuration. */
  public List<BackendServer> servers() {
    return roster.servers();
  }

  /** How many requests the servers have now. */
  @ManagedAttribute("The requests in flight")
  public int inFlight() {
    return servers().stream().mapToInt(BackendServer::inFlight).sum();
  }

  /** How many clients have requests here, if they are counted. */
  @ManagedAttribute("The clients that are counted for maxHeldPerClient")
  public int clientsCounted() {
    return shares.clients();
  }

  /** How many requests wait for a place. */
  @ManagedAttribute("The requests in the queue")
  public int queued() {
    return queue.size();
  }

  /** How many clients wait for a response that is the answer to others, too. */
  @ManagedAttribute("The requests that wait for a response which they share")
  public int followers() {
    return followers.intValue();
  }

  /** How many clients are known by what they send, with their servers. */
  @ManagedAttribute("The values by which clients are recognised, and kept with a server each")
  public long learnt() {
    Affinity current = affinity;
    return current == null ? 0 : current.learnt();
  }

  /** How many connections to the servers are open. */
  @ManagedAttribute("The open connections")
  public int connections() {
    return servers().stream().mapToInt(server -> server.upstream().connections()).sum();
  }

  /** How many connections to the servers are open and not in use. */
  @ManagedAttribute("The idle connections")
  public int idleConnections() {
    return servers().stream().mapToInt(server -> server.upstream().idleConnections()).sum();
  }

  @Override
  public String toString() {
    return "backend " + name + " [inFlight=" + inFlight() + ",queued=" + queued() + "]";
  }
}
