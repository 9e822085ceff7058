package org.requestrouter.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives a server that has come up its share little by little: linearly over a time, beginning at
 * one hundredth, as HAProxy does. Servers that have never been down have all of it.
 */
public final class SlowStart {
  private static final double LEAST = 0.01;

  private final long nanos;
  private final LongSupplier clock;

  /**
   * Creates a slow start.
   *
   * @param duration until a server has all of its share
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  public SlowStart(Duration duration, LongSupplier nanoTime) {
    this.nanos = duration.toNanos();
    this.clock = nanoTime;
  }

  /**
   * Returns the share of its weight, or of its connections, that a server has now.
   *
   * @param recovered when it came up, on the clock's scale, or {@link ServerHealth#NEVER}
   * @return from 0.01 to 1
   */
  public double share(long recovered) {
    if (recovered == ServerHealth.NEVER) {
      return 1;
    }
    double elapsed = clock.getAsLong() - recovered;
    return Math.min(1, Math.max(LEAST, elapsed / nanos));
  }

  /** Returns the share of a whole, rounded up, so that something never becomes nothing. */
  public int of(int whole, long recovered) {
    return (int) Math.ceil(whole * share(recovered));
  }
}
