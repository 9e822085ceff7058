package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

/**
 * Requests at a fixed rate, whatever becomes of the earlier ones.
 *
 * @param id the name
 * @param group the systems that it is for
 * @param connections that the requests are spread over
 * @param rate requests a second
 */
record LatencyWorkload(String id, Group group, int connections, double rate) implements Workload {
  @Override
  public String description() {
    return "%s at %,.0f requests a second, %d connection%s"
        .formatted(
            group == Group.POLLS ? "poll of 300 bytes of JSON" : "small GET",
            rate,
            connections,
            connections == 1 ? "" : "s");
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    ProcFs process = system.procFs();
    double before = process.cpuMicros();
    Map<String, Double> load =
        tools
            .generator()
            .run(
                new Plan(
                    "open",
                    system.port(),
                    group.path(),
                    connections,
                    tools.options().latencySeconds(),
                    rate,
                    0,
                    false));
    double cpu = process.cpuMicros() - before;
    if (load.get("requests") <= 0) {
      throw new IOException("no request was answered, errors: " + load.get("errors"));
    }
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.P50, load.get("p50"));
    figures.put(Metric.P99, load.get("p99"));
    figures.put(Metric.P999, load.get("p999"));
    figures.put(Metric.CPU, cpu / load.get("requests"));
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }
}
