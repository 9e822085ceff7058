package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.Plan;

/** Requests that wait, and are then answered all at once. */
record HoldWorkload(int holds) implements Workload {
  private static final double LIMIT_SECONDS = 300;
  private static final long POLL_MILLIS = 50;
  private static final int REHEARSAL = 8;

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
    try (Holding holding = Holding.begin(system, figures)) {
      hold(system, tools, holds);
      holding.measure(holds, tools.options().holdSeconds());
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
    String held = tools.control("/held");
    while (!held.equals(Integer.toString(count))) {
      if (System.nanoTime() > end) {
        release(tools);
        throw new IOException("the back end holds " + held + " requests instead of " + count);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      held = tools.control("/held");
    }
  }

  private static Map<String, Double> release(Tools tools) throws IOException, InterruptedException {
    tools.control("/release");
    return tools.generator().result(LIMIT_SECONDS);
  }
}
