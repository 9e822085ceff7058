package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Snapshot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HdrReservoirTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final ManualClock clock = new ManualClock();
  private final HdrReservoir reservoir = new HdrReservoir(clock);

  @Test
  void reportsPercentilesWithinOnePercentAboveTheExactOnes() {
    Random random = new Random(42);
    long[] values = new long[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) (5 * MILLI * Math.exp(1.5 * random.nextGaussian()));
      reservoir.update(values[i]);
    }
    Arrays.sort(values);

    Snapshot snapshot = reservoir.getSnapshot();

    for (double quantile : new double[] {0.01, 0.25, 0.5, 0.75, 0.95, 0.98, 0.99, 0.999, 1}) {
      double exact = values[(int) Math.ceil(quantile * values.length) - 1];
      double ratio = snapshot.getValue(quantile) / exact;
      assertTrue(ratio > 0.99 && ratio < 1.01, "quantile " + quantile + " is off by " + ratio);
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    assertEquals(mean, snapshot.getMean(), mean / 100);
  }

  @Test
  void reportsNanosecondsOfMicroseconds() {
    reservoir.update(2 * MILLI);
    reservoir.update(4 * MILLI);

    Snapshot snapshot = reservoir.getSnapshot();

    assertEquals(2, snapshot.size());
    assertEquals(2, reservoir.size());
    assertEquals(2e6, (double) snapshot.getMin(), 2e4);
    assertEquals(4e6, (double) snapshot.getMax(), 4e4);
    assertEquals(4e6, snapshot.getValue(1), 4e4);
    assertEquals(3e6, snapshot.getMean(), 3e4);
    assertEquals(1e6, snapshot.getStdDev(), 2e4);
  }

  @Test
  void takesWhatIsOutOfRangeAsTheNearestLimit() {
    reservoir.update(-5);
    reservoir.update(Long.MAX_VALUE);
    reservoir.update(TimeUnit.HOURS.toNanos(8));

    Snapshot snapshot = reservoir.getSnapshot();

    assertEquals(3, snapshot.size());
    assertEquals(0, snapshot.getMin());
    assertEquals(TimeUnit.HOURS.toNanos(1), snapshot.getMax());
  }

  @Test
  void readsAsZeroWhileEmpty() {
    Snapshot snapshot = reservoir.getSnapshot();

    assertEquals(0, snapshot.size());
    assertEquals(0, snapshot.getMax());
    assertEquals(0, snapshot.getMin());
    assertEquals(0, snapshot.getMean());
    assertEquals(0, snapshot.getValue(0.99));
  }

  @Test
  void refusesQuantilesOutsideZeroToOne() {
    Snapshot snapshot = reservoir.getSnapshot();

    assertThrows(IllegalArgumentException.class, () -> snapshot.getValue(1.1));
    assertThrows(IllegalArgumentException.class, () -> snapshot.getValue(Double.NaN));
  }

  @Test
  void listsEachRecordedBucketOnce() {
    for (int i = 0; i < 3; i++) {
      reservoir.update(10_000);
      reservoir.update(20_000);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    reservoir.getSnapshot().dump(out);

    assertArrayEquals(new long[] {10_000, 20_000}, reservoir.getSnapshot().getValues());
    assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void forgetsWhatIsOlderThanAMinute() {
    reservoir.update(100 * MILLI);
    sampleForSeconds(30);
    reservoir.update(MILLI);
    sampleForSeconds(25);
    assertEquals(2, reservoir.size());

    sampleForSeconds(10);

    assertEquals(1, reservoir.size());
    assertEquals(1e6, (double) reservoir.getSnapshot().getMax(), 1e4);

    sampleForSeconds(30);
    assertEquals(0, reservoir.size());
    assertEquals(2, reservoir.count());
  }

  @Test
  void keepsWhatIsYoungerThanAMinute() {
    for (int second = 0; second < 600; second++) {
      reservoir.update(MILLI);
      clock.advanceSeconds(1);
      if (second % 5 == 4) {
        reservoir.sample();
      }
    }

    assertEquals(60, reservoir.size());
  }

  @Test
  void reachesBackToTheLastSampleIfItIsOlder() {
    reservoir.update(MILLI);
    sampleForSeconds(5);
    reservoir.update(MILLI);
    clock.advanceSeconds(600);

    assertEquals(1, reservoir.size());
  }

  @Test
  void keepsFewSamplesHoweverOftenItIsRead() {
    for (int second = 0; second < 300; second++) {
      clock.advanceSeconds(1);
      for (int i = 0; i < 10; i++) {
        reservoir.update(MILLI);
        reservoir.window();
      }
    }

    assertTrue(reservoir.samples() <= 17, reservoir.samples() + " samples");
  }

  @Test
  void losesNothingWhileItIsSampledAndRead() throws Exception {
    AtomicLong seen = new AtomicLong();
    AtomicBoolean writing = new AtomicBoolean(true);
    Thread reader =
        new Thread(
            () -> {
              while (writing.get()) {
                clock.advanceSeconds(5);
                Histogram window = reservoir.window();
                seen.set(Math.max(seen.get(), window.getTotalCount()));
              }
            });
    reader.start();

    Threads.inParallel(
        4,
        () -> {
          for (int i = 0; i < 200_000; i++) {
            reservoir.update(i * 100L);
          }
        });
    writing.set(false);
    reader.join(10_000);

    assertEquals(800_000, reservoir.count());
    assertTrue(seen.get() > 0 && seen.get() <= 800_000, "the reader saw " + seen);
    sampleForSeconds(70);
    assertEquals(0, reservoir.size());
  }

  private void sampleForSeconds(long seconds) {
    for (long i = 0; i < seconds; i += 5) {
      clock.advanceSeconds(5);
      reservoir.sample();
    }
  }
}
