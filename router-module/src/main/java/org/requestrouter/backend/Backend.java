package org.requestrouter.backend;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.balance.Balancer;
import org.requestrouter.balance.Member;
import org.requestrouter.balance.Placement;
import org.requestrouter.balance.Policy;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.metrics.GroupMetrics;
import org.requestrouter.metrics.LiveGauge;
import org.requestrouter.upstream.Timeouts;
import org.requestrouter.upstream.UpstreamContext;

/**
 * A named group of servers. It places an exchange on the server that the balancer picks, or lets it
 * wait, in order of arrival, until one of them has a place free.
 */
@ManagedObject("A backend")
public final class Backend implements ServerGroup {
  private final String name;
  private final List<BackendServer> servers;
  private final Balancer<Candidate> balancer;
  private final int retries;
  private final long clientTimeout;
  private final long queueTimeout;
  private final Timeouts timeouts;
  private final Executor executor;
  private final GroupMetrics metrics;
  private final Queue<WaitingExchange> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger dispatching = new AtomicInteger();

  /**
   * Creates a backend.
   *
   * @param config the declaration
   * @param clientTimeout the clients' idle timeout in milliseconds, or 0 for the connector's
   * @param servers the servers
   * @param services the timer and the executor for what expires in the queue
   * @param metrics where what happens before a server is chosen is recorded
   */
  public Backend(
      BackendConfig config,
      long clientTimeout,
      List<BackendServer> servers,
      UpstreamContext services,
      GroupMetrics metrics) {
    this.name = config.name();
    this.servers = List.copyOf(servers);
    this.balancer =
        Policy.parse(config.getBalance()).over(servers.stream().map(Candidate::new).toList());
    this.retries = config.getRetries();
    this.clientTimeout = clientTimeout;
    this.queueTimeout = config.getQueueTimeout().toNanos();
    this.timeouts = services.timeouts();
    this.executor = services.executor();
    this.metrics = metrics;
    metrics.gauge(LiveGauge.QUEUED, queued::get);
    servers.forEach(server -> server.onRelease(this::serverReleased));
  }

  @Override
  public void place(Exchange exchange) {
    if (queued.get() == 0) {
      BackendServer server = pick(exchange);
      if (server != null) {
        begin(exchange, server);
        return;
      }
    }
    if (!isEligible(exchange)) {
      exchange.fail(new Failure(Failure.Kind.NO_SERVER, null));
      return;
    }
    WaitingExchange waiting = new WaitingExchange(this, exchange, queueTimeout);
    queued.incrementAndGet();
    queue.add(waiting);
    timeouts.add(waiting);
    exchange.waitForServer();
    // A place may have come free before the queue was seen to be there.
    dispatch();
  }

  private BackendServer pick(Exchange exchange) {
    Candidate picked = balancer.pick(new Search(exchange));
    return picked == null ? null : picked.server();
  }

  private boolean isEligible(Exchange exchange) {
    for (BackendServer server : servers) {
      if (server.weight() > 0 && !exchange.hasTried(server)) {
        return true;
      }
    }
    return false;
  }

  private static void begin(Exchange exchange, BackendServer server) {
    if (!exchange.begin(server)) {
      server.release();
    }
  }

  private void serverReleased() {
    if (queued.get() > 0) {
      dispatch();
    }
  }

  /**
   * Begins waiting exchanges as long as there are places. One thread does it at a time; whoever
   * comes meanwhile makes it look again, also from within, so that a row of failures on a full
   * queue is a loop and not a recursion.
   */
  private void dispatch() {
    if (dispatching.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = dispatching.get();
      serveQueue();
    } while (!dispatching.compareAndSet(seen, 0));
  }

  private void serveQueue() {
    WaitingExchange waiting;
    while ((waiting = queue.peek()) != null) {
      BackendServer server = pick(waiting.exchange());
      if (server == null) {
        return;
      }
      if (take(waiting)) {
        begin(waiting.exchange(), server);
      } else {
        server.release();
      }
    }
  }

  /** Takes an exchange out of the queue; false if it has left or expired already. */
  private boolean take(WaitingExchange waiting) {
    if (!queue.remove(waiting)) {
      return false;
    }
    queued.decrementAndGet();
    timeouts.remove(waiting);
    return true;
  }

  void expired(WaitingExchange waiting) {
    if (take(waiting)) {
      TimeoutException cause = new TimeoutException("queue timeout of backend " + name);
      Failure failure = new Failure(Failure.Kind.QUEUE_TIMEOUT, cause);
      executor.execute(() -> waiting.exchange().fail(failure));
    }
  }

  @Override
  public void leave(Exchange exchange) {
    for (WaitingExchange waiting : queue) {
      if (waiting.exchange() == exchange) {
        take(waiting);
        return;
      }
    }
  }

  @Override
  public GroupMetrics metrics() {
    return metrics;
  }

  @Override
  public long clientTimeout() {
    return clientTimeout;
  }

  @Override
  public int retries() {
    return retries;
  }

  /** Closes the connections to all servers; what they carry fails. */
  public void close() {
    servers.forEach(server -> server.upstream().close());
  }

  /** The name. */
  @ManagedAttribute("The name")
  public String name() {
    return name;
  }

  /** The servers, in the order of the configuration. */
  public List<BackendServer> servers() {
    return servers;
  }

  /** How many requests the servers have now. */
  @ManagedAttribute("The requests in flight")
  public int inFlight() {
    return servers.stream().mapToInt(BackendServer::inFlight).sum();
  }

  /** How many requests wait for a place. */
  @ManagedAttribute("The requests in the queue")
  public int queued() {
    return queued.get();
  }

  /** How many connections to the servers are open. */
  @ManagedAttribute("The open connections")
  public int connections() {
    return servers.stream().mapToInt(server -> server.upstream().connections()).sum();
  }

  /** How many connections to the servers are open and not in use. */
  @ManagedAttribute("The idle connections")
  public int idleConnections() {
    return servers.stream().mapToInt(server -> server.upstream().idleConnections()).sum();
  }

  @Override
  public String toString() {
    return "backend " + name + " [inFlight=" + inFlight() + ",queued=" + queued + "]";
  }

  private record Candidate(BackendServer server) implements Member {
    @Override
    public String name() {
      return server.name();
    }

    @Override
    public int weight() {
      return server.weight();
    }

    @Override
    public int load() {
      return server.inFlight();
    }
  }

  private record Search(Exchange exchange) implements Placement<Candidate> {
    @Override
    public boolean excludes(Candidate candidate) {
      return exchange.hasTried(candidate.server());
    }

    @Override
    public boolean acquire(Candidate candidate) {
      return candidate.server().tryAcquire();
    }

    @Override
    public String key() {
      return null;
    }
  }
}
