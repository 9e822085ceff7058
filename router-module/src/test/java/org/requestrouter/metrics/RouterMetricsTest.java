package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.ConsoleReporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RouterMetricsTest {
  /** Of each backend and each server. */
  private static final int METRICS =
      TrafficTimer.values().length + TrafficCounter.values().length + LiveGauge.values().length;

  private final ManualClock clock = new ManualClock();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final RouterMetrics metrics = new RouterMetrics("test", scheduler, clock);

  @Test
  void givesTheSameGroupForTheSameNames() {
    GroupMetrics backend = metrics.backend("pubsubs");
    GroupMetrics server = metrics.server("pubsubs", "twisted1");

    assertSame(backend, metrics.backend("pubsubs"));
    assertSame(server, metrics.server("pubsubs", "twisted1"));
    assertNotSame(server, metrics.server("pubsubs", "twisted2"));
    assertNotSame(server, metrics.server("apaches", "twisted1"));
  }

  @Test
  void givesTheSameGroupToAllThreadsThatAskAtOnce() throws Exception {
    AtomicBoolean different = new AtomicBoolean();
    for (int i = 0; i < 50; i++) {
      String name = "s" + i;
      Threads.inParallel(
          4,
          () -> {
            GroupMetrics mine = metrics.server("pubsubs", name);
            different.compareAndSet(false, mine != metrics.server("pubsubs", name));
          });
    }

    assertTrue(!different.get(), "two groups for one name");
  }

  @Test
  void registersEveryMetricOfABackendAndAServer() {
    metrics.server("pubsubs", "twisted1");

    Set<String> names = metrics.registry().getNames();
    for (String prefix : new String[] {"backend.pubsubs.", "backend.pubsubs.server.twisted1."}) {
      for (TrafficTimer timer : TrafficTimer.values()) {
        assertTrue(names.contains(prefix + timer.metric()), prefix + timer.metric());
      }
      for (TrafficCounter counter : TrafficCounter.values()) {
        assertTrue(names.contains(prefix + counter.metric()), prefix + counter.metric());
      }
      for (LiveGauge gauge : LiveGauge.values()) {
        assertTrue(names.contains(prefix + gauge.metric()), prefix + gauge.metric());
      }
    }
    assertEquals(2 * METRICS, names.size());
  }

  @Test
  void forgetsARemovedServerAndKeepsItsCountsInTheBackend() {
    GroupMetrics server = metrics.server("pubsubs", "twisted1");
    server.completed(200, 1000);

    metrics.removeServer("pubsubs", "twisted1");
    metrics.removeServer("pubsubs", "never there");
    metrics.removeServer("never there", "twisted1");

    assertEquals(METRICS, metrics.registry().getNames().size());
    assertEquals(1, metrics.backend("pubsubs").count(TrafficCounter.RESPONSES_2XX));
    GroupMetrics again = metrics.server("pubsubs", "twisted1");
    assertNotSame(server, again);
    assertEquals(0, again.count(TrafficCounter.RESPONSES_2XX));
  }

  @Test
  void forgetsARemovedBackendWithItsServers() {
    metrics.server("pubsubs", "twisted1");
    metrics.server("apaches", "apache1");

    metrics.removeBackend("pubsubs");
    metrics.removeBackend("never there");

    assertEquals(2 * METRICS, metrics.registry().getNames().size());
    assertTrue(metrics.registry().getNames().stream().allMatch(name -> name.contains("apaches")));
  }

  @Test
  void samplesEveryFiveSecondsWhileItRuns() throws Exception {
    GroupMetrics server = metrics.server("pubsubs", "twisted1");
    metrics.start();
    clock.advanceMillis(1); // Dropwizard ticks at multiples of 5 s, samples come after a tick.
    for (int i = 0; i < 120; i++) {
      server.headerReceived(1000);
      clock.advanceSeconds(5);
      assertEquals(5000, scheduler.lastDelayMillis);
      scheduler.runNext();
    }

    // Without samples all would fall into the latest five seconds, and none be older than a minute.
    assertEquals(0.2, server.timer(TrafficTimer.HEADER_TIME).getOneMinuteRate(), 0.01);
    assertEquals(12, server.timer(TrafficTimer.HEADER_TIME).getSnapshot().size());
    Runnable late = scheduler.tasks.element();
    metrics.stop();
    assertEquals(0, scheduler.tasks.size());
    late.run();
    assertEquals(0, scheduler.tasks.size());
  }

  @Test
  void countsWithoutBeingStarted() {
    metrics.server("pubsubs", "twisted1").aborted();

    assertEquals(1, metrics.backend("pubsubs").count(TrafficCounter.ABORTS));
  }

  @Test
  void canBeReadByAnyDropwizardReporter() {
    metrics.server("pubsubs", "twisted1").completed(404, TimeUnit.MILLISECONDS.toNanos(250));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ConsoleReporter reporter =
        ConsoleReporter.forRegistry(metrics.registry())
            .outputTo(new PrintStream(out, true, StandardCharsets.UTF_8))
            .build()) {
      reporter.report();
    }

    String report = out.toString(StandardCharsets.UTF_8);
    assertTrue(report.contains("backend.pubsubs.server.twisted1.responses.4xx"), report);
    assertTrue(report.matches("(?s).*max = 25[01]\\.\\d\\d milliseconds.*"), report);
  }

  @Test
  void namesTheRouterInItsText() {
    assertTrue(metrics.toString().contains("test"), metrics.toString());
    assertEquals("test", metrics.getName());
  }
}
