package org.requestrouter.exchange;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.NanoTime;

/** The end of an exchange that may take only so long in all, whatever progress it makes. */
final class TotalTimeout implements Timeouts.Timed {
  private final Exchange exchange;
  private final Executor executor;
  private final long expiry;

  TotalTimeout(Exchange exchange, Executor executor, long nanos) {
    this.exchange = exchange;
    this.executor = executor;
    this.expiry = NanoTime.now() + nanos;
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
