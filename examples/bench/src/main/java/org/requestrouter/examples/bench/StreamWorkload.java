package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

/** Event streams, on each of which one event a second comes; an event counts as a request. */
record StreamWorkload(int streams) implements Workload {
  @Override
  public String id() {
    return "streams";
  }

  @Override
  public String description() {
    return "%,d event streams, an event a second each; the figures are those of an event"
        .formatted(streams);
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    double seconds = tools.options().streamSeconds();
    ProcFs process = system.procFs();
    process.resetPeak();
    tools.generator().begin(Plan.of("stream", system.port(), "/events", streams, seconds));
    tools.generator().awaitReady();
    double before = process.cpuMicros();
    Map<String, Double> load = tools.generator().result(seconds);
    double cpu = process.cpuMicros() - before;
    double events = load.get("requests");
    if (events <= 0) {
      throw new IOException("no event has come, errors: " + load.get("errors"));
    }
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.CPU, cpu / events);
    figures.put(Metric.RATE, events / load.get("seconds"));
    figures.put(Metric.P50, load.get("p50"));
    figures.put(Metric.P99, load.get("p99"));
    figures.put(Metric.P999, load.get("p999"));
    figures.put(Metric.PEAK_MEMORY, process.peakKib() / 1024);
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }
}
