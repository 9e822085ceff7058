package org.requestrouter.examples.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.Plan;

/** Requests that wait, and are then answered all at once. */
record HoldWorkload(int holds) implements Workload {
  private static final double LIMIT_SECONDS = 300;
  private static final long POLL_MILLIS = 50;
  private static final int REHEARSAL = 8;
  private static final double SETTLE_SECONDS = 3;

  @Override
  public String id() {
    return "holds";
  }

  @Override
  public String description() {
    return "%,d long polls, waiting, then released at once".formatted(holds);
  }

  @Override
  public boolean needsFreshProcess() {
    return true;
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    rehearse(system, tools);
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    ProcFs process = system.procFs();
    try (Memory memory = Memory.of(system)) {
      Memory.Usage before = memory.settled();
      figures.put(Metric.THREADS_BEFORE, process.threads());
      hold(system, tools, holds);
      figures.put(Metric.IDLE_CPU, idle(process, tools.options().holdSeconds()));
      figures.put(Metric.THREADS_HELD, process.threads());
      figures.put(Metric.MEMORY_PER_HOLD, (process.residentKib() - before.resident()) / holds);
      figures.put(Metric.PEAK_MEMORY, process.peakKib() / 1024);
      Memory.Usage held = memory.settled();
      if (system.system().isJava()) {
        figures.put(Metric.HEAP_PER_HOLD, (held.heap() - before.heap()) / holds);
        figures.put(Metric.DIRECT_PER_HOLD, (held.direct() - before.direct()) / holds);
      }
    }
    Map<String, Double> load = release(tools);
    figures.put(Metric.RELEASE_LAST, load.get("max") / 1000);
    figures.put(Metric.RELEASE_P99, load.get("p99") / 1000);
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }

  /** So that a Java has loaded and compiled what it needs, before its memory is looked at. */
  private void rehearse(Running system, Tools tools) throws IOException, InterruptedException {
    hold(system, tools, Math.max(1, holds / REHEARSAL));
    release(tools);
  }

  private static void hold(Running system, Tools tools, int count)
      throws IOException, InterruptedException {
    tools.generator().begin(Plan.of("hold", system.port(), "/hold", count, LIMIT_SECONDS));
    tools.generator().awaitReady();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String held = control(tools, "/held");
    while (!held.equals(Integer.toString(count))) {
      if (System.nanoTime() > end) {
        release(tools);
        throw new IOException("the back end holds " + held + " requests instead of " + count);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      held = control(tools, "/held");
    }
  }

  private static Map<String, Double> release(Tools tools) throws IOException, InterruptedException {
    control(tools, "/release");
    return tools.generator().result(LIMIT_SECONDS);
  }

  private static double idle(ProcFs process, double seconds)
      throws IOException, InterruptedException {
    // What the opening of so many connections has left to do is no part of their waiting.
    TimeUnit.MILLISECONDS.sleep((long) (Math.min(SETTLE_SECONDS, seconds) * 1e3));
    double before = process.cpuMicros();
    TimeUnit.MILLISECONDS.sleep((long) (seconds * 1e3));
    return (process.cpuMicros() - before) / seconds / 1e4;
  }

  private static String control(Tools tools, String path) throws IOException {
    URL url = new URL("http", "127.0.0.1", tools.backEnd().port(), path);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
