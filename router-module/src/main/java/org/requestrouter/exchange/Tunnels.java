package org.requestrouter.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The upgraded connections of one server. */
public final class Tunnels {
  private final Set<OpenTunnel> open = ConcurrentHashMap.newKeySet();

  /**
   * How long they outlive the server in the configuration, in nanoseconds; negative for no limit.
   */
  private volatile long grace = -1;

  /** Creates an empty set. */
  public Tunnels() {}

  /**
   * Says how long they outlive the server in the configuration.
   *
   * @param limit null for as long as they like
   */
  public void configure(Duration limit) {
    grace = limit == null ? -1 : limit.toNanos();
  }

  /** The server has been out of the configuration for that long. */
  public void retired(long nanos) {
    if (grace >= 0 && nanos >= grace) {
      goAway("server removed");
    }
  }

  /** Counts one in. */
  public void add(OpenTunnel tunnel) {
    open.add(tunnel);
  }

  /** Counts one out. */
  public void remove(OpenTunnel tunnel) {
    open.remove(tunnel);
  }

  /** How many there are. */
  public int size() {
    return open.size();
  }

  /** Shows all of them. */
  public void forEach(Consumer<OpenTunnel> action) {
    open.forEach(action);
  }

  /** Asks all of them to leave. */
  public void goAway(String reason) {
    open.forEach(tunnel -> tunnel.goAway(reason));
  }

  /** Cuts all of them off. */
  public void cut() {
    open.forEach(OpenTunnel::cut);
  }
}
