package org.requestrouter.exchange;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.NanoTime;

/**
 * The end of an exchange whose client owes content on a stream that is no more. Jetty resets a
 * stream whose content contradicts its length, and tells nobody; it does not time the stream any
 * longer, either. So this does, and leaves Jetty a second to be the first.
 */
final class ContentTimeout implements Timeouts.Timed {
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final Exchange exchange;
  private final Executor executor;
  private final Timeouts timeouts;
  private final long nanos;
  private volatile boolean waiting;
  private volatile long since = NanoTime.now();

  private ContentTimeout(Exchange exchange, Timeouts timeouts, long nanos) {
    this.exchange = exchange;
    this.executor = exchange.downstream().request().getContext();
    this.timeouts = timeouts;
    this.nanos = nanos;
  }

  /**
   * Starts to look after an exchange that has content.
   *
   * @param millis how long the client may be silent; not more than 0 for no limit
   * @return null if there is no limit
   */
  static ContentTimeout start(Exchange exchange, Timeouts timeouts, long millis) {
    if (millis <= 0) {
      return null;
    }
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis) + GRACE;
    ContentTimeout started = new ContentTimeout(exchange, timeouts, nanos);
    timeouts.add(started);
    return started;
  }

  /** Content has been demanded. */
  void begin() {
    since = NanoTime.now();
    waiting = true;
  }

  /** The demand has been answered. */
  void end() {
    waiting = false;
  }

  /** The exchange has ended. */
  void forget() {
    timeouts.remove(this);
  }

  @Override
  public long getExpireNanoTime() {
    return (waiting ? since : NanoTime.now()) + nanos;
  }

  @Override
  public boolean expired() {
    if (!waiting || NanoTime.since(since) < nanos) {
      return false;
    }
    TimeoutException cause = new TimeoutException("client timeout of a stream");
    Failure failure = new Failure(Failure.Kind.CLIENT_TIMEOUT, cause);
    executor.execute(() -> exchange.clientFailed(failure));
    return true;
  }
}
