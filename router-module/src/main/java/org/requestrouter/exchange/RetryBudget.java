package org.requestrouter.exchange;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bounds the retries of a backend to a share of its requests, so that a server in trouble does not
 * get several times its load. Each request pays a share of a retry in, each retry takes a whole one
 * out; besides, a few a second are free, so that a quiet backend can retry at all.
 */
public final class RetryBudget {
  /** A retry, in the hundredths that requests pay in. */
  private static final long RETRY = 100;

  /** As many retries are free a second, and as many can be saved. */
  private static final long FREE = 10;

  private static final long SAVED = 100 * RETRY;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1) / (FREE * RETRY);

  private final int percent;
  private final LongSupplier clock;
  private final AtomicLong balance = new AtomicLong();
  private final AtomicLong paidUntil;

  /**
   * Creates a budget.
   *
   * @param percent of the requests that may be followed by a retry
   * @param clock a time in nanoseconds
   */
  public RetryBudget(int percent, LongSupplier clock) {
    this.percent = percent;
    this.clock = clock;
    this.paidUntil = new AtomicLong(clock.getAsLong() - FREE * RETRY * NANOS);
  }

  /** Returns the earlier budget if it is for the same share, and else this one. */
  public RetryBudget after(RetryBudget before) {
    return before.percent == percent ? before : this;
  }

  /** A request has come. */
  public void requested() {
    // Full most of the time, and then nothing is written that other threads read.
    if (percent > 0 && balance.get() < SAVED) {
      balance.addAndGet(percent);
    }
  }

  /** Takes a retry out; false if there is none left. */
  boolean withdraw() {
    long before;
    do {
      before = balance.get();
      if (before < RETRY) {
        return withdrawFree();
      }
    } while (!balance.compareAndSet(before, before - RETRY));
    return true;
  }

  private boolean withdrawFree() {
    while (true) {
      long now = clock.getAsLong();
      long until = paidUntil.get();
      // No more can be saved than a second's.
      long from = Math.max(until - now, -FREE * RETRY * NANOS) + now;
      long next = from + RETRY * NANOS;
      if (next - now > 0) {
        return false;
      }
      if (paidUntil.compareAndSet(until, next)) {
        return true;
      }
    }
  }
}
