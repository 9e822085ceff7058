package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

/**
 * A load of polls that all want the same, with a count of those that the back end has to answer.
 *
 * @param load that the clients make
 */
record SharedWorkload(Workload load) implements Workload {
  private static final String COUNTS = "/polled";

  @Override
  public String id() {
    return load.id();
  }

  @Override
  public String description() {
    return load.description() + "; each with a number of its own, to be ignored";
  }

  @Override
  public Group group() {
    return load.group();
  }

  @Override
  public boolean isTraced() {
    return load.isTraced();
  }

  @Override
  public Plan plan(int port, double seconds) {
    return load.plan(port, seconds);
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    tools.control(COUNTS);
    Map<Metric, Double> figures = new EnumMap<>(load.measure(system, tools));
    Map<String, Double> counts = Generator.figures(tools.control(COUNTS));
    figures.put(Metric.BACK_END_REQUESTS, counts.get("polls"));
    figures.put(Metric.BACK_END_MOST, counts.get("most"));
    return figures;
  }
}
