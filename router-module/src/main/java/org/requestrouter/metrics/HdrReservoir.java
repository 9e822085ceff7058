package org.requestrouter.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * Durations of about the last minute, recorded without a lock.
 *
 * <p>Threads only ever increment one histogram, which is never reset. Off their path, {@link
 * #sample()} keeps compact copies of it with their times; the window is the histogram less the copy
 * that is a minute old. So nothing is lost or counted twice, and a recording costs two atomic
 * increments; {@code HdrHistogram}'s {@code Recorder} costs four.
 *
 * <p>The window reaches back a minute and at most one interval between samples more, and never
 * before the reservoir's creation. Memory: 27 KB for the histogram and, under load, 1 to 3 KB for
 * each of some 13 copies.
 */
final class HdrReservoir implements Reservoir {
  /** The longest duration told apart, in microseconds; longer ones count as this. */
  static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);

  /** Significant decimal digits: a value is reported at most 0.8 % too high. */
  static final int DIGITS = 2;

  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Less than {@link RouterMetrics#SAMPLE_SECONDS}, lest a timer that fires early be ignored. */
  static final long SAMPLE_AGE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final AtomicHistogram live = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
  private final Clock clock;
  private final Deque<Sample> samples = new ArrayDeque<>();

  HdrReservoir(Clock clock) {
    this.clock = clock;
    samples.add(new Sample(clock.getTick(), 0, null));
  }

  @Override
  public void update(long nanos) {
    live.recordValue(Math.max(0, Math.min(nanos / 1000, HIGHEST_MICROS)));
  }

  /** Returns how many durations have been recorded since the creation. */
  long count() {
    return live.getTotalCount();
  }

  @Override
  public int size() {
    return getSnapshot().size();
  }

  @Override
  public Snapshot getSnapshot() {
    return new HistogramSnapshot(window());
  }

  /** Keeps a copy of the present state, unless a fresh one exists, and forgets those too old. */
  synchronized void sample() {
    long now = clock.getTick();
    Sample last = samples.getLast();
    if (now - last.tick >= SAMPLE_AGE_NANOS) {
      long count = count();
      byte[] state = count == last.count ? last.state : encode(copy());
      samples.add(new Sample(now, count, state));
    }
    forget(now);
  }

  /** Returns the durations of the window, in microseconds; the caller owns the histogram. */
  synchronized Histogram window() {
    sample();
    Histogram window = copy();
    byte[] before = samples.getFirst().state;
    if (before != null) {
      window.subtract(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(before), 0));
    }
    return window;
  }

  /** Returns how many samples are kept. */
  synchronized int samples() {
    return samples.size();
  }

  /** Returns an empty histogram that windows can be added to. */
  static Histogram emptyWindow() {
    return new Histogram(HIGHEST_MICROS, DIGITS);
  }

  /**
   * Other threads go on recording while this reads. Each count is read once and counts only grow,
   * so the copy contains every earlier copy and can have it subtracted.
   */
  private Histogram copy() {
    Histogram copy = emptyWindow();
    copy.add(live);
    return copy;
  }

  /** The first sample stays the newest of those that are at least as old as the window. */
  private void forget(long now) {
    Sample first = samples.removeFirst();
    while (!samples.isEmpty() && now - samples.getFirst().tick >= WINDOW_NANOS) {
      first = samples.removeFirst();
    }
    samples.addFirst(first);
  }

  private static byte[] encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }

  private static final class Sample {
    final long tick;
    final long count;

    /** The histogram at that time, or null if it was empty. */
    final byte[] state;

    Sample(long tick, long count, byte[] state) {
      this.tick = tick;
      this.count = count;
      this.state = state;
    }
  }
}
