package org.requestrouter.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.ServerSlot;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.metrics.GroupMetrics;
import org.requestrouter.metrics.LiveGauge;

/** One server of a backend: its place in the configuration and its live state. */
@ManagedObject("A server of a backend")
public final class BackendServer implements ServerSlot {
  /** A response that takes longer than this is taken to be held deliberately. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final String uri;
  private final int weight;
  private final int maxConnections;
  private final Upstream upstream;
  private final GroupMetrics metrics;
  private final AtomicInteger inFlight = new AtomicInteger();
  private Runnable onRelease = () -> {};

  /**
   * Creates a server.
   *
   * @param server the declaration
   * @param upstream the way to it
   * @param metrics where what happens at it is recorded
   */
  public BackendServer(ServerConfig server, Upstream upstream, GroupMetrics metrics) {
    this.name = server.name();
    this.uri = server.uri().toString();
    this.weight = server.getWeight();
    this.maxConnections =
        server.getMaxConnections() == 0 ? Integer.MAX_VALUE : server.getMaxConnections();
    this.upstream = upstream;
    this.metrics = metrics;
    metrics.gauge(LiveGauge.IN_FLIGHT, inFlight::get);
    metrics.gauge(LiveGauge.HELD, () -> upstream.waitingLongerThan(HELD_NANOS));
    metrics.gauge(LiveGauge.CONNECTIONS, upstream::connections);
    metrics.gauge(LiveGauge.IDLE_CONNECTIONS, upstream::idleConnections);
  }

  void onRelease(Runnable action) {
    onRelease = action;
  }

  /** Takes a place, unless the server is full. */
  boolean tryAcquire() {
    if (maxConnections == Integer.MAX_VALUE) {
      inFlight.incrementAndGet();
      return true;
    }
    while (true) {
      int current = inFlight.get();
      if (current >= maxConnections) {
        return false;
      }
      if (inFlight.compareAndSet(current, current + 1)) {
        return true;
      }
    }
  }

  @Override
  public void release() {
    inFlight.decrementAndGet();
    onRelease.run();
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

  /** The share of requests, relative to the other servers of the backend. */
  @ManagedAttribute("The weight")
  public int weight() {
    return weight;
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
    return inFlight.get();
  }

  @Override
  public String toString() {
    return "server " + name + " " + uri + " [weight=" + weight + ",inFlight=" + inFlight + "]";
  }
}
