package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Requests that all wait until the back end releases them; their latency counts from then. */
final class HoldLoop extends ClientLoop {
  private static final int BATCH = 100;

  private final Histogram latencies = new Histogram(60_000_000_000L, 3);

  HoldLoop(Plan plan) throws IOException {
    super(plan);
  }

  @Override
  Map<String, Double> run() throws IOException {
    long end = System.nanoTime() + (long) (plan.seconds() * 1e9);
    for (int i = 0; i < plan.connections(); i++) {
      connect().send(requests.next());
      if (i % BATCH == 0) {
        // Lets the proxy accept, so that no connection has to be tried again.
        poll(10);
      }
    }
    LoadGenerator.say("ready");
    while (latencies.getTotalCount() + errors < plan.connections() && System.nanoTime() < end) {
      poll(100);
    }
    long missing = plan.connections() - latencies.getTotalCount();
    return Map.of(
        "requests", (double) latencies.getTotalCount(),
        "errors", (double) Math.max(errors, missing),
        "p50", latencies.getValueAtPercentile(50) / 1e3,
        "p99", latencies.getValueAtPercentile(99) / 1e3,
        "max", latencies.getMaxValue() / 1e3);
  }

  @Override
  void answered(ClientConnection connection) {
    if (connection.reader.status() == 200) {
      latencies.recordValue(System.nanoTime() - connection.reader.time());
    }
  }
}
