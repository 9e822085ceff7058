package org.requestrouter.protocol;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** When servers were down: what meets that may fail. */
final class Outages {
  /** What the router may take, on a machine that stalls, to see that its connections have ended. */
  private static final long GRACE = Duration.ofSeconds(2).toNanos();

  private final Map<String, Long> ends = new HashMap<>();
  private String down = "";
  private int count;

  synchronized void begin(String server) {
    down = server;
    count++;
  }

  synchronized void end() {
    ends.put(down, System.nanoTime());
    down = "";
  }

  synchronized int count() {
    return count;
  }

  /**
   * Whether an exchange may have met one.
   *
   * @param server the server that it was at, or null if that is not known
   * @param begin the nano time when it began
   */
  synchronized boolean met(String server, long begin) {
    if (server == null ? !down.isEmpty() : down.equals(server)) return true;
    return ends.entrySet().stream()
        .filter(end -> server == null || server.equals(end.getKey()))
        .anyMatch(end -> end.getValue() + GRACE - begin > 0);
  }
}
