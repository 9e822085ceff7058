package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Event streams; the latency of an event counts from the time that is written in it. */
final class StreamLoop extends ClientLoop {
  private static final int BATCH = 100;
  private static final double SETTLE_SECONDS = 2;

  private final Histogram latencies = new Histogram(60_000_000_000L, 3);

  StreamLoop(Plan plan) throws IOException {
    super(plan);
  }

  @Override
  Map<String, Double> run() throws IOException {
    for (int i = 0; i < plan.connections(); i++) {
      connect().send(requests.next());
      if (i % BATCH == 0) {
        poll(10);
      }
    }
    pollFor(Math.min(SETTLE_SECONDS, plan.seconds()));
    latencies.reset();
    LoadGenerator.say("ready");
    pollFor(plan.seconds());
    return Map.of(
        "requests",
        (double) latencies.getTotalCount(),
        "errors",
        (double) errors,
        "seconds",
        plan.seconds(),
        "p50",
        latencies.getValueAtPercentile(50) / 1e3,
        "p99",
        latencies.getValueAtPercentile(99) / 1e3,
        "p999",
        latencies.getValueAtPercentile(99.9) / 1e3);
  }

  private void pollFor(double seconds) throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      poll((end - now) / 1_000_000);
    }
  }

  @Override
  void received(ClientConnection connection, ByteBuffer buffer) {
    connection.events.read(
        buffer, sent -> latencies.recordValue(Math.max(0, System.nanoTime() - sent)));
  }

  @Override
  void answered(ClientConnection connection) {
    throw new IllegalStateException("a stream has ended");
  }
}
