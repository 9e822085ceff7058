package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

/**
 * As many requests as the system answers, each connection waiting for one at a time.
 *
 * @param id the name
 * @param description what it is
 * @param group the systems that it is for
 * @param shape of the load; its port and its seconds are replaced
 * @param size of a response
 */
record ThroughputWorkload(String id, String description, Group group, Plan shape, int size)
    implements Workload {
  static final String SMALL = "get-64";
  static final String POLLS = "polls-256";

  /** From here on the bytes tell more than the few requests that were completed. */
  private static final int LARGE = 1024 * 1024;

  @Override
  public boolean isTraced() {
    return id.equals(SMALL) || id.equals(POLLS);
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    ProcFs process = system.procFs();
    process.resetPeak();
    double before = process.cpuMicros();
    Map<String, Double> load = tools.closedLoop(plan(system.port(), tools.options().seconds()));
    double cpu = process.cpuMicros() - before;
    double requests = requests(load);
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.CPU, cpu / requests);
    figures.put(Metric.RATE, requests / load.get("seconds"));
    figures.put(Metric.PEAK_MEMORY, process.peakKib() / 1024);
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }

  /** The shape, towards a system and for a time. */
  @Override
  public Plan plan(int port, double seconds) {
    return new Plan(
        "closed", port, shape.path(), shape.connections(), seconds, 0, shape.body(), shape.close());
  }

  private double requests(Map<String, Double> load) throws IOException {
    double requests = size >= LARGE ? load.get("bytes") / size : load.getOrDefault("requests", 0.0);
    if (requests <= 0) {
      throw new IOException("no request was answered, errors: " + load.get("errors"));
    }
    return requests;
  }
}
