package org.requestrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The document that shows the verdicts on the corpus of requests beside other proxies'. */
final class CorpusTable {
  static final Path FILE = Path.of("src", "main", "docs", "hardening-corpus.md");

  private static final String HEAD =
      """
      # Ambiguous requests, and what becomes of them

      What the router, HAProxy 2.6 and nginx 1.22 do with each request of the corpus in
      `src/test/resources/hardening/requests.txt`, which has their bytes and, for the router, the exact
      bytes that servers get. A test holds the router to its column, through both doors; the
      others' are a record, made by `mvn -pl router-module test -Dtest=CorpusDifferentialTest
      -Dcorpus.write=true` with their default settings.

      A number is the status of a refusal, after which the connection ends; *open* says that it goes
      on, since it is certain where the next request begins. *Forwarded* stands for each message that
      a server gets. *Cut* is broken off within the content, so that no server gets a complete message;
      *waiting* is for more, which in the others ends with 408 after a while; *end* is the end of
      the connection. See [Hardening](hardening.md).
      """;

  private CorpusTable() {}

  /** A line of the table. */
  record Row(String name, String router, String haproxy, String nginx) {
    private String text() {
      return "| " + String.join(" | ", name, router, haproxy, nginx) + " |";
    }
  }

  static List<Row> read() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("| ") && !line.startsWith("| case ")) {
        List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", 4));
        rows.add(new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3)));
      }
    }
    return rows;
  }

  static void write(
      Path file, List<Corpus.Case> cases, Map<String, String> haproxy, Map<String, String> nginx)
      throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    String group = "";
    for (Corpus.Case next : cases) {
      if (!next.group().equals(group)) {
        group = next.group();
        text.append("\n## ").append(next.title()).append("\n\n");
        text.append("| case | router | HAProxy | nginx |\n|---|---|---|---|\n");
      }
      String name = next.name();
      Row row = new Row(name, next.verdicts(), haproxy.get(name), nginx.get(name));
      text.append(row.text()).append('\n');
    }
    Files.writeString(file, text);
  }
}
