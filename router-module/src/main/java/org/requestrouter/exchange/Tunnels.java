package org.requestrouter.exchange;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The upgraded connections of one server. */
public final class Tunnels {
  private final Set<OpenTunnel> open = ConcurrentHashMap.newKeySet();

  /** Creates an empty set. */
  public Tunnels() {}

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

  /** Asks all of them to leave. */
  public void goAway(String reason) {
    open.forEach(tunnel -> tunnel.goAway(reason));
  }

  /** Cuts all of them off. */
  public void cut() {
    open.forEach(OpenTunnel::cut);
  }
}
