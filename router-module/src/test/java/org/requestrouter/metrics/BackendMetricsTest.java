package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Snapshot;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackendMetricsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final ManualClock clock = new ManualClock();
  private final BackendMetrics backend = new BackendMetrics(clock);

  @Test
  void sumsItsServersAndWhatHappenedBeforeAServerWasChosen() {
    backend.server("a").completed(200, MILLI);
    backend.server("b").completed(200, MILLI);
    backend.server("b").bytesOut(10);
    backend.completed(503, MILLI);
    backend.bytesOut(1);

    assertEquals(2, backend.count(TrafficCounter.RESPONSES_2XX));
    assertEquals(1, backend.count(TrafficCounter.RESPONSES_5XX));
    assertEquals(11, backend.count(TrafficCounter.BYTES_OUT));
    assertEquals(3, backend.timer(TrafficTimer.TOTAL_TIME).getCount());
  }

  @Test
  void mergesThePercentilesOfItsServers() {
    for (int i = 0; i < 90; i++) {
      backend.server("fast").headerReceived(MILLI);
    }
    for (int i = 0; i < 9; i++) {
      backend.server("slow").headerReceived(100 * MILLI);
    }
    backend.headerReceived(1000 * MILLI);

    Snapshot snapshot = backend.timer(TrafficTimer.HEADER_TIME).getSnapshot();

    assertEquals(100, snapshot.size());
    assertEquals(1e6, snapshot.getMedian(), 1e4);
    assertEquals(100e6, snapshot.getValue(0.98), 1e6);
    assertEquals(1000e6, (double) snapshot.getMax(), 1e7);
  }

  @Test
  void addsUpTheRatesOfItsServers() {
    backend.server("a");
    backend.server("b");
    clock.advanceMillis(1); // Dropwizard ticks at multiples of 5 s, samples come after a tick.
    for (int i = 0; i < 120; i++) {
      backend.server("a").headerReceived(MILLI);
      backend.server("b").headerReceived(MILLI);
      clock.advanceSeconds(5);
      backend.sample();
    }

    assertEquals(0.4, backend.timer(TrafficTimer.HEADER_TIME).getMeanRate(), 0.01);
    assertEquals(0.4, backend.timer(TrafficTimer.HEADER_TIME).getOneMinuteRate(), 0.01);
    assertEquals(0.2, backend.server("a").timer(TrafficTimer.HEADER_TIME).getOneMinuteRate(), 0.01);
  }

  @Test
  void sumsTheGaugesOfItsServersAndItsOwn() {
    backend.gauge(LiveGauge.QUEUED, () -> 1);
    backend.server("a").gauge(LiveGauge.QUEUED, () -> 10);
    backend.server("b").gauge(LiveGauge.QUEUED, () -> 100);

    assertEquals(111, backend.value(LiveGauge.QUEUED));
  }

  @Test
  void keepsTheCountsOfServersThatLeft() {
    backend.server("a").gauge(LiveGauge.IN_FLIGHT, () -> 5);
    backend.server("a").completed(200, MILLI);
    backend.server("b").completed(200, MILLI);

    backend.retire("a");
    backend.retire("never there");

    assertEquals(2, backend.count(TrafficCounter.RESPONSES_2XX));
    assertEquals(2, backend.timer(TrafficTimer.TOTAL_TIME).getCount());
    assertEquals(1, backend.timer(TrafficTimer.TOTAL_TIME).getSnapshot().size());
    assertEquals(0, backend.value(LiveGauge.IN_FLIGHT));

    backend.server("a").completed(200, MILLI);
    backend.retire("a");
    assertEquals(3, backend.count(TrafficCounter.RESPONSES_2XX));
  }

  @Test
  void takesWhatDropwizardRecordsAsItsOwn() {
    backend.timer(TrafficTimer.HEADER_TIME).update(1, TimeUnit.MILLISECONDS);

    assertEquals(1, backend.timer(TrafficTimer.HEADER_TIME).getCount());
  }

  @Test
  void neverCountsBackwardsWhileServersComeAndGo() throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicBoolean backwards = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              long last = 0;
              while (running.get()) {
                long now = backend.timer(TrafficTimer.TOTAL_TIME).getCount();
                backwards.compareAndSet(false, now < last);
                last = now;
                backend.sample();
              }
            });
    reader.start();

    AtomicInteger names = new AtomicInteger();
    Threads.inParallel(
        3,
        () -> {
          for (int life = 0; life < 50; life++) {
            String name = "server" + names.getAndIncrement();
            for (int i = 0; i < 200; i++) {
              backend.server(name).completed(200, MILLI);
            }
            backend.retire(name);
          }
        });
    running.set(false);
    reader.join(10_000);

    assertTrue(!backwards.get(), "the sum decreased");
    assertEquals(30_000, backend.timer(TrafficTimer.TOTAL_TIME).getCount());
    assertEquals(30_000, backend.count(TrafficCounter.RESPONSES_2XX));
  }
}
