package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bars of the CPU a request, as SVG; a thin line over each shows the least and the greatest. */
record Chart(Results results, String workload) {
  private static final int WIDTH = 760;
  private static final int LABELS = 230;
  private static final int BARS = 430;
  private static final int TOP = 56;
  private static final int STEP = 26;
  private static final int BAR = 18;

  private record Row(String system, Spread spread) {}

  boolean isEmpty() {
    return rows().isEmpty();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String system : results.systemsOf(workload)) {
      Optional<Spread> spread = results.spread(workload, system, Metric.CPU);
      if (spread.isPresent() && !system.equals(DirectSystem.ID)) {
        rows.add(new Row(system, spread.get()));
      }
    }
    return rows;
  }

  String text() {
    List<Row> rows = rows();
    double most = rows.stream().mapToDouble(row -> row.spread().max()).max().orElse(1);
    int height = TOP + rows.size() * STEP + 12;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" \
        height="%2$d" font-family="sans-serif" font-size="13">
        <rect width="%1$d" height="%2$d" fill="#fff"/>
        <text x="12" y="22" font-size="15" font-weight="bold">CPU microseconds a request</text>
        <text x="12" y="42" fill="#555">%3$s; median, least to greatest</text>
        """
            .formatted(WIDTH, height, escaped(results.workloads().get(workload))));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(bar(rows.get(i), TOP + i * STEP, BARS / Math.max(most, 1e-9)));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(Row row, int y, double scale) {
    Spread spread = row.spread();
    return String.format(
        Locale.ROOT,
        """
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
        <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#222"/>
        <text x="%.1f" y="%d">%.1f</text>
        """,
        LABELS - 8,
        y + 14,
        escaped(row.system()),
        LABELS,
        y,
        spread.median() * scale,
        BAR,
        colour(row.system()),
        LABELS + spread.min() * scale,
        LABELS + spread.max() * scale,
        y + BAR / 2,
        y + BAR / 2,
        LABELS + spread.max() * scale + 6,
        y + 14,
        spread.median());
  }

  private static String colour(String system) {
    boolean ours = system.contains("@") && !isPeer(system);
    return ours ? "#2a6fbb" : "#b8b8b8";
  }

  private static boolean isPeer(String system) {
    return system.startsWith("jetty-")
        || system.startsWith("undertow")
        || system.startsWith("without-");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
