package org.requestrouter.metrics;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JmxVisibilityTest {
  /** Of each backend and each server. */
  private static final int METRICS =
      TrafficTimer.values().length + TrafficCounter.values().length + LiveGauge.values().length;

  private static final String PREFIX = "org.requestrouter:router=jmx-test,type=";

  private final MBeanServer mbeans = ManagementFactory.getPlatformMBeanServer();
  private final RouterMetrics metrics = new RouterMetrics("jmx-test");
  private final GroupMetrics server = metrics.server("pubsubs", "twisted1");

  @BeforeEach
  void start() throws Exception {
    metrics.start();
  }

  @AfterEach
  void stop() throws Exception {
    metrics.stop();
  }

  @Test
  void showsATimerInMilliseconds() throws Exception {
    server.headerReceived(MILLISECONDS.toNanos(250));

    ObjectName name =
        new ObjectName(PREFIX + "timer,backend=pubsubs,server=twisted1,name=headerTime");

    assertEquals(1L, mbeans.getAttribute(name, "Count"));
    assertEquals(250.0, (double) mbeans.getAttribute(name, "Max"), 2.5);
    assertEquals(250.0, (double) mbeans.getAttribute(name, "99thPercentile"), 2.5);
    assertEquals("milliseconds", mbeans.getAttribute(name, "DurationUnit"));
    assertEquals("events/second", mbeans.getAttribute(name, "RateUnit"));
    assertTrue((double) mbeans.getAttribute(name, "MeanRate") > 0);
  }

  @Test
  void showsCountersOfTheServerAndOfItsBackend() throws Exception {
    server.completed(200, 1000);
    server.reusedReset();

    for (String group : new String[] {"backend=pubsubs,server=twisted1", "backend=pubsubs"}) {
      assertEquals(1L, attribute("counter," + group + ",name=responses.2xx", "Count"));
      assertEquals(1L, attribute("counter," + group + ",name=upstream.reused.reset", "Count"));
      assertEquals(0L, attribute("counter," + group + ",name=aborts", "Count"));
    }
  }

  @Test
  void showsGauges() throws Exception {
    server.gauge(LiveGauge.HELD, () -> 42);

    assertEquals(42L, attribute("gauge,backend=pubsubs,server=twisted1,name=held", "Value"));
    assertEquals(42L, attribute("gauge,backend=pubsubs,name=held", "Value"));
  }

  @Test
  void showsGroupsThatComeLaterUntilTheyAreRemoved() throws Exception {
    metrics.server("apaches", "apache1");
    assertEquals(METRICS, mbeansOf(",backend=apaches,server=apache1").size());

    metrics.removeServer("apaches", "apache1");
    assertEquals(0, mbeansOf(",backend=apaches,server=apache1").size());
    assertEquals(METRICS, mbeansOf(",backend=apaches").size());

    metrics.removeBackend("apaches");
    assertEquals(0, mbeansOf(",backend=apaches").size());
  }

  @Test
  void vanishesOnStopAndReturnsWithItsCountsOnStart() throws Exception {
    server.aborted();
    assertEquals(2 * METRICS, all().size());

    metrics.stop();
    assertEquals(Set.of(), all());

    metrics.start();
    assertEquals(2 * METRICS, all().size());
    assertEquals(1L, attribute("counter,backend=pubsubs,server=twisted1,name=aborts", "Count"));
  }

  @Test
  void keepsRoutersOfOneProcessApart() throws Exception {
    RouterMetrics other = new RouterMetrics("jmx-test-2");
    other.server("pubsubs", "twisted1").aborted();
    other.start();
    other.stop();

    assertEquals(2 * METRICS, all().size());
    assertEquals(0L, attribute("counter,backend=pubsubs,server=twisted1,name=aborts", "Count"));
  }

  @Test
  void stopsTheThreadThatSamples() throws Exception {
    assertTrue(samplerRuns());

    metrics.stop();

    await().until(() -> !samplerRuns());
  }

  private static boolean samplerRuns() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("request-router-metrics-jmx-test"));
  }

  private Object attribute(String rest, String attribute) throws Exception {
    return mbeans.getAttribute(new ObjectName(PREFIX + rest), attribute);
  }

  private Set<ObjectName> all() throws Exception {
    return mbeans.queryNames(new ObjectName("org.requestrouter:router=jmx-test,*"), null);
  }

  /** The MBeans whose properties, in their written order, have these between type and name. */
  private Set<ObjectName> mbeansOf(String properties) throws Exception {
    Set<ObjectName> found = all();
    found.removeIf(name -> !name.toString().contains(properties + ",name="));
    return found;
  }
}
