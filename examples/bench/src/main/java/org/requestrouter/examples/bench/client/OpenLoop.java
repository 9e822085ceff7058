package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, whatever becomes of the earlier ones. Latency counts from the time at
 * which a request was due, so that one that had to wait for a connection, or for this process, has
 * waited (no coordinated omission).
 */
final class OpenLoop extends ClientLoop {
  private static final long HIGHEST = 60_000_000_000L;
  private static final long DRAIN_NANOS = 2_000_000_000L;

  private final Histogram latencies = new Histogram(HIGHEST, 3);
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<Long> due = new ArrayDeque<>();
  private long sent;
  private volatile boolean allSent;

  OpenLoop(Plan plan) throws IOException {
    super(plan);
  }

  @Override
  Map<String, Double> run() throws IOException {
    for (int i = 0; i < plan.connections(); i++) {
      idle.add(connect());
    }
    long start = System.nanoTime();
    Thread sender = new Thread(() -> sendAll(start), "sender");
    sender.setDaemon(true);
    sender.start();
    long end = start + (long) (plan.seconds() * 1e9) + DRAIN_NANOS;
    while (System.nanoTime() < end && !isComplete()) {
      poll(10);
    }
    long missing = missing();
    return Map.of(
        "requests", (double) latencies.getTotalCount(),
        "errors", (double) errors + missing,
        "seconds", plan.seconds(),
        "p50", latencies.getValueAtPercentile(50) / 1e3,
        "p99", latencies.getValueAtPercentile(99) / 1e3,
        "p999", latencies.getValueAtPercentile(99.9) / 1e3,
        "max", latencies.getMaxValue() / 1e3);
  }

  private boolean isComplete() {
    return allSent && missing() == 0;
  }

  private synchronized long missing() {
    return sent - latencies.getTotalCount();
  }

  private void sendAll(long start) {
    long count = (long) (plan.seconds() * plan.rate());
    double interval = 1e9 / plan.rate();
    for (long i = 0; i < count; i++) {
      long intended = start + (long) (i * interval);
      long wait = intended - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = intended - System.nanoTime();
      }
      sendNow(intended);
    }
    allSent = true;
  }

  private void sendNow(long intended) {
    ClientConnection connection;
    synchronized (this) {
      sent++;
      connection = idle.poll();
      if (connection == null) {
        due.add(intended);
        return;
      }
    }
    try {
      send(connection, intended);
    } catch (IOException x) {
      // The request stays without an answer, which is counted as an error.
      System.err.println("send: " + x);
    }
  }

  private void send(ClientConnection connection, long intended) throws IOException {
    connection.intended = intended;
    connection.send(requests.next());
  }

  @Override
  void answered(ClientConnection connection) throws IOException {
    Long next;
    synchronized (this) {
      latencies.recordValue(Math.min(HIGHEST, System.nanoTime() - connection.intended));
      next = due.poll();
      if (next == null) {
        idle.add(connection);
        return;
      }
    }
    send(connection, next);
  }
}
