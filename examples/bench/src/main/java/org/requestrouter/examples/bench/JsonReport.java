package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results for programs: every sample, and what is made of them. */
record JsonReport(Machine machine, Results results) {
  String text() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("machine", machine.facts());
    root.put("systems", results.systems());
    root.put("missing", results.missing());
    root.put("failures", results.failures());
    root.put("workloads", results.workloads());
    root.put("summary", summary());
    root.put("samples", results.samples().stream().map(JsonReport::sample).toList());
    return Json.text(root);
  }

  private List<Object> summary() {
    List<Object> rows = new ArrayList<>();
    for (String workload : results.workloads().keySet()) {
      for (String system : results.systemsOf(workload)) {
        for (Metric metric : Metric.values()) {
          results
              .spread(workload, system, metric)
              .ifPresent(spread -> rows.add(row(workload, system, metric, spread)));
        }
      }
    }
    return rows;
  }

  private Map<String, Object> row(String workload, String system, Metric metric, Spread spread) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", workload);
    row.put("system", system);
    row.put("metric", name(metric));
    row.put("unit", metric.unit());
    row.put("figure", values(spread));
    if (metric.hasRatio()) {
      for (String reference : Results.REFERENCES) {
        results
            .ratio(workload, system, reference, metric)
            .ifPresent(ratio -> row.put("ratio-to-" + reference, values(ratio)));
      }
    }
    return row;
  }

  private static Map<String, Object> values(Spread spread) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("min", spread.min());
    values.put("median", spread.median());
    values.put("max", spread.max());
    return values;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("workload", sample.workload());
    values.put("system", sample.system());
    values.put("round", sample.round());
    sample.figures().forEach((metric, figure) -> values.put(name(metric), figure));
    return values;
  }

  private static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
