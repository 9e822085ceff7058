package org.requestrouter.exchange;

import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.metrics.GroupMetrics;

/**
 * What is recorded of an exchange. What happens is recorded where it happens: at the server, or at
 * the group before a server is chosen.
 */
public final class ExchangeRecord {
  private final long begin = NanoTime.now();
  private volatile GroupMetrics metrics;
  private volatile boolean elsewhere;

  ExchangeRecord(GroupMetrics metrics) {
    this.metrics = metrics;
  }

  /** Returns the nanoseconds since the exchange began. */
  long age() {
    return NanoTime.since(begin);
  }

  /** A server has been chosen. */
  void chosen(ServerSlot server) {
    metrics = server.metrics();
  }

  /** Where what happens is recorded now. */
  public GroupMetrics metrics() {
    return metrics;
  }

  /** Leaves the end to be counted with another exchange, which asks a server for this one, too. */
  public void countElsewhere() {
    elsewhere = true;
  }

  /** A response has been sent to its end. */
  void completed(int status) {
    if (!elsewhere) {
      metrics.completed(status, age());
    }
  }

  /** The exchange has been broken off. */
  void brokenOff(Failure.Kind kind) {
    if (kind.ofClient()) {
      metrics.aborted();
    } else if (kind.isCounted() && !elsewhere) {
      metrics.failed();
    }
  }
}
