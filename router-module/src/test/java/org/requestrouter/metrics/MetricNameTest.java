package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameTest {

  @Test
  void namesMetricsInTheRegistryByTheirPath() {
    assertEquals(
        "backend.pubsubs.server.twisted1.headerTime",
        MetricName.inRegistry("pubsubs", "twisted1", "headerTime"));
    assertEquals(
        "backend.pubsubs.responses.2xx", MetricName.inRegistry("pubsubs", null, "responses.2xx"));
  }

  @Test
  void namesMetricsInJmxByTheirParts() {
    assertEquals(
        "org.requestrouter:router=default,type=timer,backend=pubsubs,server=twisted1,"
            + "name=headerTime",
        inJmx("timers", "backend.pubsubs.server.twisted1.headerTime").toString());
    assertEquals(
        "org.requestrouter:router=default,type=counter,backend=pubsubs,name=responses.2xx",
        inJmx("counters", "backend.pubsubs.responses.2xx").toString());
  }

  @Test
  void namesForeignMetricsInJmxAsTheyAre() {
    assertEquals(
        "org.requestrouter:router=default,type=gauge,name=jvm.memory",
        inJmx("gauges", "jvm.memory").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.b", "10.0.0.1", "a%2Eb", "%", "a.server.b", "x:80", "a,b=c", "*", "a?", "\""})
  void findsAnyNameAgainInJmx(String name) {
    String registered = MetricName.inRegistry(name, name, "bytesIn");

    ObjectName found = inJmx("counters", registered);

    assertEquals(name, unquoted(found.getKeyProperty("backend")));
    assertEquals(name, unquoted(found.getKeyProperty("server")));
    assertEquals("bytesIn", found.getKeyProperty("name"));
    assertEquals(false, found.isPattern());
  }

  @Test
  void keepsNamesWithDotsApart() {
    assertNotEquals(
        MetricName.inRegistry("a", "b", "bytesIn"),
        MetricName.inRegistry("a.server.b", null, "bytesIn"));
  }

  @Test
  void quotesAnOddRouterName() {
    ObjectName name = MetricName.inJmx("org.requestrouter", "a,b", "gauges", "x");

    assertEquals("\"a,b\"", name.getKeyProperty("router"));
  }

  private static ObjectName inJmx(String kind, String name) {
    return MetricName.inJmx("org.requestrouter", "default", kind, name);
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }
}
