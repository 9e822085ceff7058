package org.requestrouter.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final Results results = new Results();

  private void add(String system, int round, Metric metric, double figure) {
    results.add(new Sample("get", system, round, Map.of(metric, figure)));
  }

  @Test
  void aSpreadIsLeastMedianAndGreatest() {
    for (int round = 1; round <= 4; round++) {
      add("router", round, Metric.CPU, round * 10);
    }
    assertEquals(Optional.of(new Spread(10, 25, 40)), results.spread("get", "router", Metric.CPU));
  }

  @Test
  void aRatioIsTakenRoundByRound() {
    // The second round was ten times as slow for both: the ratio does not notice.
    add("haproxy", 1, Metric.CPU, 10);
    add("router", 1, Metric.CPU, 20);
    add("haproxy", 2, Metric.CPU, 100);
    add("router", 2, Metric.CPU, 200);
    assertEquals(
        Optional.of(new Spread(2, 2, 2)), results.ratio("get", "router", "haproxy", Metric.CPU));
  }

  @Test
  void withoutTheReferenceThereIsNoRatio() {
    add("router", 1, Metric.CPU, 20);
    assertTrue(results.ratio("get", "router", "haproxy", Metric.CPU).isEmpty());
  }

  @Test
  void addedLatencyIsThatBeyondTheBackEndsInTheSameRound() {
    add("direct", 1, Metric.P99, 100);
    add("router", 1, Metric.P99, 130);
    add("direct", 2, Metric.P99, 200);
    add("router", 2, Metric.P99, 240);
    assertEquals(
        Optional.of(new Spread(30, 35, 40)), results.spread("get", "router", Metric.ADDED_P99));
    assertTrue(results.spread("get", "direct", Metric.ADDED_P99).isEmpty());
  }
}
