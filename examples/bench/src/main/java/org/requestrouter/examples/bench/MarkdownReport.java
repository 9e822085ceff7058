package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results as tables. */
record MarkdownReport(Machine machine, Results results) {
  String text() {
    StringBuilder text = new StringBuilder("# Results\n\n");
    list(text, machine.facts());
    text.append(
        """

        Each figure is the median of the rounds, with the least and the greatest in parentheses. The \
        ratios below it are the medians of each round's ratio to HAProxy (H), to nginx (N), which is \
        nginx-cache for polls, and to Varnish (V).

        ## Systems

        """);
    list(text, results.systems());
    section(text, "Missing", results.missing());
    if (!results.failures().isEmpty()) {
      text.append("\n## Failures\n\n");
      results.failures().forEach(failure -> text.append("- ").append(failure).append('\n'));
    }
    results.workloads().forEach((id, description) -> table(text, id, description));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      text.append("\n## ").append(title).append("\n\n");
      list(text, entries);
    }
  }

  private static void list(StringBuilder text, Map<String, String> entries) {
    entries.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
  }

  private void table(StringBuilder text, String workload, String description) {
    text.append("\n## ").append(workload).append(": ").append(description).append("\n\n");
    List<Metric> metrics = metrics(workload);
    text.append("| system |");
    metrics.forEach(metric -> text.append(' ').append(metric.heading()).append(" |"));
    text.append("\n|---|").append("---:|".repeat(metrics.size())).append('\n');
    for (String system : results.systemsOf(workload)) {
      text.append("| ").append(system).append(" |");
      metrics.forEach(
          metric -> text.append(' ').append(cell(workload, system, metric)).append(" |"));
      text.append('\n');
    }
  }

  private List<Metric> metrics(String workload) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (results.systemsOf(workload).stream()
          .anyMatch(system -> results.spread(workload, system, metric).isPresent())) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private String cell(String workload, String system, Metric metric) {
    Optional<Spread> found = results.spread(workload, system, metric);
    if (found.isEmpty()) {
      return "";
    }
    Spread spread = found.get();
    StringBuilder cell = new StringBuilder(number(spread.median()));
    if (spread.min() != spread.max()) {
      cell.append(" (%s-%s)".formatted(number(spread.min()), number(spread.max())));
    }
    if (metric.hasRatio()) {
      List<String> ratios = new ArrayList<>();
      for (String reference : Results.REFERENCES) {
        results
            .ratio(workload, system, reference, metric)
            .ifPresent(
                ratio ->
                    ratios.add(
                        "%.2f %s"
                            .formatted(
                                ratio.median(),
                                reference.substring(0, 1).toUpperCase(Locale.ROOT))));
      }
      if (!ratios.isEmpty()) {
        cell.append("<br>").append(String.join(", ", ratios));
      }
    }
    return cell.toString();
  }

  /** As many digits as mean something. */
  private static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : format, value);
  }
}
