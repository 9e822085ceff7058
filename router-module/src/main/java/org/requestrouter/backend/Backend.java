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
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.upstream.Timeouts;

/**
 * A named group of servers. It places an exchange on the server that the balancer picks, or lets it
 * wait, in order of arrival, until one of them has a place free.
 */
@ManagedObject("A backend")
public final class Backend implements ServerGroup {
  private final String name;
  private final List<BackendServer> servers;
  private final Balancer<BackendServer> balancer;
  private final int retries;
  private final long clientTimeout;
  private final long queueTimeout;
  private final Timeouts timeouts;
  private final Executor executor;
  private final Queue<WaitingExchange> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger dispatching = new AtomicInteger();

  private Backend(Builder builder) {
    this.name = builder.name;
    this.servers = List.copyOf(builder.servers);
    this.balancer = builder.balancer;
    this.retries = builder.retries;
    this.clientTimeout = builder.clientTimeout;
    this.queueTimeout = builder.queueTimeout;
    this.timeouts = builder.timeouts;
    this.executor = builder.executor;
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
    return balancer.pick(server -> !exchange.hasTried(server) && server.tryAcquire());
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
  public long clientTimeout() {
    return clientTimeout;
  }

  @Override
  public int retries() {
    return retries;
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

  /** Puts a backend together. */
  public static final class Builder {
    private final String name;
    private final List<BackendServer> servers;
    private final Balancer<BackendServer> balancer;
    private int retries;
    private long clientTimeout;
    private long queueTimeout;
    private Timeouts timeouts;
    private Executor executor;

    /** Starts with what every backend has. */
    public Builder(String name, List<BackendServer> servers, Balancer<BackendServer> balancer) {
      this.name = name;
      this.servers = servers;
      this.balancer = balancer;
    }

    /** Sets how many attempts may follow the first. */
    public Builder retries(int count) {
      retries = count;
      return this;
    }

    /** Sets the clients' idle timeout in milliseconds, or 0 for the connector's. */
    public Builder clientTimeout(long millis) {
      clientTimeout = millis;
      return this;
    }

    /** Sets how long a request may wait in the queue, and what watches over it. */
    public Builder queue(long timeoutNanos, Timeouts timer, Executor onExpiry) {
      queueTimeout = timeoutNanos;
      timeouts = timer;
      executor = onExpiry;
      return this;
    }

    /** Returns the backend. */
    public Backend build() {
      return new Backend(this);
    }
  }
}
