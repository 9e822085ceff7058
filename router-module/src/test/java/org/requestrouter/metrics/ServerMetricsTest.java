package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Clock;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.requestrouter.Alone;

@Alone
class ServerMetricsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final GroupMetrics server = new ServerMetrics(Clock.defaultClock());

  @Test
  void countsResponsesByTheClassOfTheirStatus() {
    int[] statuses = {101, 200, 204, 304, 404, 499, 500, 502, 503, 599, 600, 999, 99, 0, -1};
    for (int status : statuses) {
      server.completed(status, 1000);
    }

    assertEquals(1, server.count(TrafficCounter.RESPONSES_1XX));
    assertEquals(2, server.count(TrafficCounter.RESPONSES_2XX));
    assertEquals(1, server.count(TrafficCounter.RESPONSES_3XX));
    assertEquals(2, server.count(TrafficCounter.RESPONSES_4XX));
    assertEquals(4, server.count(TrafficCounter.RESPONSES_5XX));
    assertEquals(5, server.count(TrafficCounter.RESPONSES_OTHER));
    assertEquals(statuses.length, server.timer(TrafficTimer.TOTAL_TIME).getCount());
  }

  @Test
  void keepsEachFigureApart() {
    server.failed();
    for (int i = 0; i < 2; i++) {
      server.aborted();
    }
    for (int i = 0; i < 3; i++) {
      server.retried();
    }
    for (int i = 0; i < 4; i++) {
      server.reusedReset();
    }
    server.bytesIn(5);
    server.bytesOut(6);
    for (int i = 0; i < 7; i++) {
      server.headerReceived(1000);
    }

    assertEquals(1, server.count(TrafficCounter.FAILURES));
    assertEquals(2, server.count(TrafficCounter.ABORTS));
    assertEquals(3, server.count(TrafficCounter.RETRIES));
    assertEquals(4, server.count(TrafficCounter.REUSED_RESET));
    assertEquals(5, server.count(TrafficCounter.BYTES_IN));
    assertEquals(6, server.count(TrafficCounter.BYTES_OUT));
    assertEquals(7, server.timer(TrafficTimer.HEADER_TIME).getCount());
    assertEquals(0, server.timer(TrafficTimer.TOTAL_TIME).getCount());
  }

  @Test
  void readsAGaugeFromItsLatestSource() {
    assertEquals(0, server.value(LiveGauge.HELD));

    server.gauge(LiveGauge.HELD, () -> 3);
    server.gauge(LiveGauge.HELD, () -> 4);

    assertEquals(4, server.value(LiveGauge.HELD));
    assertEquals(0, server.value(LiveGauge.QUEUED));
  }

  @Test
  void countsExactlyWhenManyThreadsRecord() throws Exception {
    Threads.inParallel(
        4,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            recordOne(i);
          }
        });

    assertEquals(100_000, server.count(TrafficCounter.RESPONSES_2XX));
    assertEquals(100_000, server.count(TrafficCounter.RESPONSES_5XX));
    assertEquals(4 * 100_000L * 99_999 / 2, server.count(TrafficCounter.BYTES_IN));
    assertEquals(4_000_000, server.count(TrafficCounter.BYTES_OUT));
    assertEquals(400_000, server.timer(TrafficTimer.HEADER_TIME).getCount());
    assertEquals(400_000, server.timer(TrafficTimer.TOTAL_TIME).getCount());
  }

  @Test
  void allocatesNothingToRecord() {
    IntConsumer record = this::recordOne;
    allocatedBy(record);

    long bytes = allocatedBy(record);

    assertTrue(bytes < 10_000, bytes + " bytes for 100,000 requests");
  }

  @Test
  void takesAFewTensOfKilobytesAServer() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    GroupMetrics fresh = new ServerMetrics(Clock.defaultClock());
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

    fresh.headerReceived(1);
    assertTrue(bytes < 80_000, bytes + " bytes for one server");
  }

  private static long allocatedBy(IntConsumer record) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      record.accept(i);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void recordOne(int i) {
    server.headerReceived(TimeUnit.MICROSECONDS.toNanos(i));
    server.bytesIn(i);
    server.bytesOut(10);
    server.completed(100 * (i % 4 + 2), TimeUnit.MICROSECONDS.toNanos(2L * i));
  }
}
