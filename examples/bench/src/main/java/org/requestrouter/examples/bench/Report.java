package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the results in all forms. */
record Report(Options options, Machine machine, Results results) {
  static final String MARKDOWN = "results.md";
  static final String JSON = "results.json";

  String markdown() {
    return new MarkdownReport(machine, results).text();
  }

  /** Writes what there is so far. */
  void write() throws IOException {
    Path directory = Files.createDirectories(options.output());
    Files.writeString(directory.resolve(MARKDOWN), markdown());
    Files.writeString(directory.resolve(JSON), new JsonReport(machine, results).text());
    for (String workload : results.workloads().keySet()) {
      Chart chart = new Chart(results, workload);
      if (!chart.isEmpty()) {
        Files.writeString(directory.resolve(chartName(workload)), chart.text());
      }
    }
  }

  static String chartName(String workload) {
    return "cpu-" + workload + ".svg";
  }
}
