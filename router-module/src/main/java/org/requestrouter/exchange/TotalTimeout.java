package org.requestrouter.exchange;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.NanoTime;

/** The end of an exchange that may take only so long in all, whatever progress it makes. */
final class TotalTimeout implements Timeouts.Timed {
  private final Exchange exchange;
  private final Timeouts timeouts;
  private final Executor executor;
  private final long expiry;

  private TotalTimeout(Exchange exchange, Timeouts timeouts, long nanos) {
    this.exchange = exchange;
    this.timeouts = timeouts;
    this.executor = exchange.downstream().request().getContext();
    this.expiry = NanoTime.now() + nanos;
  }

  /** Starts the time of an exchange; returns null if it may take as long as it likes. */
  static TotalTimeout start(Exchange exchange, Timeouts timeouts) {
    long nanos = exchange.settings().timing().total();
    if (nanos == 0) {
      return null;
    }
    TotalTimeout started = new TotalTimeout(exchange, timeouts, nanos);
    timeouts.add(started);
    return started;
  }

  /** The exchange has ended. */
  void forget() {
    timeouts.remove(this);
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    executor.execute(() -> exchange.expired(new TimeoutException("total timeout")));
    return true;
  }
}
