package org.requestrouter.backend;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.exchange.ServerSlot;
import org.requestrouter.exchange.Upstream;

/** One server of a backend: its place in the configuration and its live state. */
@ManagedObject("A server of a backend")
public final class BackendServer implements ServerSlot {
  private final String name;
  private final String uri;
  private final int weight;
  private final int maxConnections;
  private final Upstream upstream;
  private final AtomicInteger inFlight = new AtomicInteger();
  private Runnable onRelease = () -> {};

  /**
   * Creates a server.
   *
   * @param maxConnections how many requests it may have at a time, or 0 for any number
   */
  public BackendServer(String name, String uri, int weight, int maxConnections, Upstream upstream) {
    this.name = name;
    this.uri = uri;
    this.weight = weight;
    this.maxConnections = maxConnections == 0 ? Integer.MAX_VALUE : maxConnections;
    this.upstream = upstream;
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
