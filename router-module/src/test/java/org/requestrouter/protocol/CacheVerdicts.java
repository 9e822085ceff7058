package org.requestrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the tests of HTTP caches find, through the router and, for the record, through others: a
 * file that the router is held to, and the document that is made of it.
 */
final class CacheVerdicts {
  static final String NOT_APPLICABLE = "n/a";

  private static final Path FILE =
      Path.of("src", "test", "resources", "conformance", "verdicts.txt");
  private static final Path DOCUMENT = Path.of("src", "main", "docs", "coalescing-conformance.md");
  private static final String BEGIN = "<!-- What follows is written by CacheConformanceTest. -->\n";

  private CacheVerdicts() {}

  /** A test, and what is expected of it; {@code why} may be empty. */
  record Row(
      String group,
      String id,
      String kind,
      String router,
      String nginx,
      String varnish,
      String why) {
    boolean applies() {
      return !router.equals(NOT_APPLICABLE);
    }

    private String text() {
      return String.join(" | ", id, kind, router, nginx, varnish, why).strip();
    }

    private static Row parse(String group, String line) {
      String[] cells = line.split(" \\|( |$)", 6);
      return new Row(group, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }
  }

  static List<Row> read() throws IOException {
    List<Row> rows = new ArrayList<>();
    String group = "";
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("== ")) {
        group = line.substring(3);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        rows.add(Row.parse(group, line));
      }
    }
    return rows;
  }

  /** Replaces the verdicts; what does not apply stays so, and reasons stay where they are. */
  static void write(
      List<CacheSuite.Result> router, Map<String, String> nginx, Map<String, String> varnish)
      throws IOException {
    StringBuilder text = new StringBuilder(head());
    String group = "";
    for (CacheSuite.Result result : router) {
      if (!result.group().equals(group)) {
        group = result.group();
        text.append("\n== ").append(group).append('\n');
      }
      text.append(row(result, nginx, varnish).text()).append('\n');
    }
    Files.writeString(FILE, text);
  }

  private static String head() throws IOException {
    String file = Files.readString(FILE);
    int end = file.indexOf("\n== ");
    return end < 0 ? file : file.substring(0, end);
  }

  private static Row row(
      CacheSuite.Result result, Map<String, String> nginx, Map<String, String> varnish)
      throws IOException {
    Row old = read().stream().filter(row -> row.id().equals(result.id())).findAny().orElse(null);
    boolean applies = old == null || old.applies();
    String id = result.id();
    return new Row(
        result.group(),
        id,
        result.kind(),
        applies ? result.verdict() : NOT_APPLICABLE,
        nginx.getOrDefault(id, "–"),
        varnish.getOrDefault(id, "–"),
        old == null ? "" : old.why());
  }

  /** Returns the part of the document that is made of the verdicts. */
  static String table() throws IOException {
    StringBuilder text = new StringBuilder(summary());
    String group = "";
    for (Row row : read()) {
      if (!row.group().equals(group)) {
        group = row.group();
        text.append("\n## ").append(group).append("\n\n");
        text.append("| test | kind | router | nginx | Varnish | |\n|---|---|---|---|---|---|\n");
      }
      text.append("| ").append(row.text()).append(" |\n");
    }
    return text.toString();
  }

  private static String summary() throws IOException {
    StringBuilder text =
        new StringBuilder("\n| kind | tests | apply | router | nginx | Varnish |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (String kind : List.of("required", "optimal")) {
      List<Row> all = read().stream().filter(row -> row.kind().equals(kind)).toList();
      List<Row> applying = all.stream().filter(Row::applies).toList();
      text.append("| ").append(kind).append(" | ").append(all.size());
      text.append(" | ").append(applying.size());
      text.append(" | ").append(count(applying.stream().map(Row::router).toList()));
      text.append(" | ").append(count(applying.stream().map(Row::nginx).toList()));
      text.append(" | ").append(count(applying.stream().map(Row::varnish).toList()));
      text.append(" |\n");
    }
    return text.toString();
  }

  private static long count(List<String> verdicts) {
    return verdicts.stream().filter("pass"::equals).count();
  }

  /** Returns what stands in the document in place of {@link #table}. */
  static String shown() throws IOException {
    String document = Files.readString(DOCUMENT);
    return document.substring(document.indexOf(BEGIN) + BEGIN.length());
  }

  /** Writes the table into the document. */
  static void document() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    Files.writeString(DOCUMENT, document.substring(0, begin) + table());
  }
}
