package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SampledTimerTest {
  private final ManualClock clock = new ManualClock();
  private final HdrReservoir reservoir = new HdrReservoir(clock);
  private final SampledTimer timer = new SampledTimer(reservoir::count, reservoir, clock);

  @Test
  void givesTheRatesOfWhatTheReservoirRecorded() {
    clock.advanceMillis(1); // Dropwizard ticks at multiples of 5 s, samples come after a tick.
    for (int i = 0; i < 600; i++) {
      recordHundredInFiveSeconds();
      timer.sample();
    }

    assertEquals(60_000, timer.getCount());
    assertEquals(20, timer.getMeanRate(), 0.1);
    assertEquals(20, timer.getOneMinuteRate(), 0.2);
    assertEquals(20, timer.getFiveMinuteRate(), 0.2);
    assertEquals(20, timer.getFifteenMinuteRate(), 1);
  }

  @Test
  void letsTheRatesFallWhenNothingComes() {
    for (int i = 0; i < 60; i++) {
      recordHundredInFiveSeconds();
      timer.sample();
    }
    for (int i = 0; i < 60; i++) {
      clock.advanceSeconds(5);
      timer.sample();
    }

    assertEquals(0, timer.getOneMinuteRate(), 0.2);
    assertEquals(10, timer.getMeanRate(), 0.1);
  }

  @Test
  void accountsOnReadingForWhatCameSinceTheLastSample() {
    recordHundredInFiveSeconds();

    assertEquals(20, timer.getMeanRate(), 0.1);
    assertEquals(100, timer.getCount());
  }

  @Test
  void countsWhatIsRecordedInDropwizardsWayOnce() throws Exception {
    timer.update(3, TimeUnit.MILLISECONDS);
    timer.update(Duration.ofMillis(3));
    timer.time(() -> clock.advanceSeconds(1));
    assertEquals("done", timer.time(() -> "done"));
    Timer.Context context = timer.time();
    context.stop();
    clock.advanceSeconds(4);

    assertEquals(5, timer.getCount());
    assertEquals(5, timer.getSnapshot().size());
    assertEquals(1, timer.getMeanRate(), 0.01);
  }

  @Test
  void aDerivedCounterReadsItsSourceAndCannotBeChanged() {
    DerivedCounter counter = new DerivedCounter(() -> 7);

    assertEquals(7, counter.getCount());
    assertThrows(UnsupportedOperationException.class, counter::inc);
    assertThrows(UnsupportedOperationException.class, counter::dec);
    assertThrows(UnsupportedOperationException.class, () -> counter.dec(2));
  }

  private void recordHundredInFiveSeconds() {
    for (int i = 0; i < 100; i++) {
      reservoir.update(1_000_000);
    }
    clock.advanceSeconds(5);
  }
}
