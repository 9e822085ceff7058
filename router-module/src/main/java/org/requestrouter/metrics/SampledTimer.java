package org.requestrouter.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.function.LongSupplier;

/**
 * A timer whose count is read from elsewhere and whose rates are brought up to date by sampling.
 *
 * <p>Dropwizard's own timer reads the clock and updates four adders at each update, for the rates
 * alone: several times the cost of the histogram. Here only readers and the periodic sample pay.
 * What is recorded through this class's own methods takes Dropwizard's way and is counted, too.
 */
final class SampledTimer extends Timer {
  private final LongSupplier count;
  private final Reservoir reservoir;
  private final Meter rates;
  private long marked;

  /**
   * @param count how many durations there were so far; never decreases
   */
  SampledTimer(LongSupplier count, Reservoir reservoir, Clock clock) {
    super(new Meter(clock), new Histogram(reservoir), clock);
    this.count = count;
    this.reservoir = reservoir;
    this.rates = new Meter(clock);
  }

  /** Accounts for what was recorded since the last call. */
  synchronized void sample() {
    long now = count.getAsLong();
    rates.mark(now - marked);
    marked = now;
  }

  @Override
  public long getCount() {
    return count.getAsLong();
  }

  @Override
  public Snapshot getSnapshot() {
    return reservoir.getSnapshot();
  }

  @Override
  public double getMeanRate() {
    sample();
    return rates.getMeanRate();
  }

  @Override
  public double getOneMinuteRate() {
    sample();
    return rates.getOneMinuteRate();
  }

  @Override
  public double getFiveMinuteRate() {
    sample();
    return rates.getFiveMinuteRate();
  }

  @Override
  public double getFifteenMinuteRate() {
    sample();
    return rates.getFifteenMinuteRate();
  }
}
