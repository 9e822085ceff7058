package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.Plan;

/**
 * Requests that wait, and are then answered all at once.
 *
 * @param id the name
 * @param group the systems that it is for
 * @param holds how many
 */
record HoldWorkload(String id, Group group, int holds) implements Workload {
  private static final double LIMIT_SECONDS = 300;
  private static final long POLL_MILLIS = 50;
  private static final int REHEARSAL = 8;
  private static final int RELEASES = 200;
  private static final double RELEASE_SECONDS = 2;

  @Override
  public String description() {
    return "%,d long polls%s, waiting, then released at once"
        .formatted(holds, isShared() ? " of the same" : "");
  }

  private boolean isShared() {
    return group == Group.POLLS;
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
      hold(system, tools, holds, "measured");
      holding.measure(holds, tools.options().holdSeconds());
    }
    Map<String, Double> load = release(tools, figures);
    figures.put(Metric.RELEASE_LAST, load.get("max") / 1000);
    figures.put(Metric.RELEASE_P99, load.get("p99") / 1000);
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }

  /** So that a Java has loaded and compiled what it needs, before its memory is looked at. */
  private void rehearse(Running system, Tools tools) throws IOException, InterruptedException {
    hold(system, tools, Math.max(1, holds / REHEARSAL), "rehearsed");
    release(tools, new EnumMap<>(Metric.class));
  }

  /** What is held has a name of its own each time, as the last answer may still be in a cache. */
  private void hold(Running system, Tools tools, int count, String name)
      throws IOException, InterruptedException {
    String path = isShared() ? "/hold?name=" + name + "&_=" : "/hold";
    tools.generator().begin(Plan.of("hold", system.port(), path, count, LIMIT_SECONDS));
    tools.generator().awaitReady();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!areHeld(system, tools, count)) {
      if (System.nanoTime() > end) {
        String held = tools.control("/held");
        release(tools, new EnumMap<>(Metric.class));
        throw new IOException("the back end holds " + held + " requests for " + count);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Of many that want the same, only the system knows; it has read them all, then. */
  private boolean areHeld(Running system, Tools tools, int count) throws IOException {
    String held = tools.control("/held");
    if (isShared()) {
      return !held.equals("0") && ReceiveQueues.isEmpty(system.port());
    }
    return held.equals(Integer.toString(count));
  }

  private static Map<String, Double> release(Tools tools, Map<Metric, Double> figures)
      throws IOException, InterruptedException {
    double released = 0;
    Optional<Map<String, Double>> result = Optional.empty();
    // What asks again after the release is released, too, and counted.
    for (int i = 0; i < RELEASES && result.isEmpty(); i++) {
      released += Double.parseDouble(tools.control("/release"));
      result = tools.generator().poll(RELEASE_SECONDS);
    }
    figures.put(Metric.BACK_END_REQUESTS, released);
    return result.orElseThrow(() -> new IOException("the load generator is silent"));
  }
}
