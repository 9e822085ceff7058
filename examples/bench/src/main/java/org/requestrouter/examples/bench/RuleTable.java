package org.requestrouter.examples.bench;

/** Generated rules: exact hosts and path prefixes in turn, of which only the last matches. */
final class RuleTable {
  private RuleTable() {}

  static String text(int rules) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rules - 1; i++) {
      String condition =
          i % 2 == 0 ? "hdr(host) -i host" + i + ".example.com" : "path_beg /app" + i + "/";
      append(text, "other", condition);
    }
    append(text, "bench", "path_beg /b/");
    return text.toString();
  }

  private static void append(StringBuilder text, String backend, String condition) {
    text.append("  <Call name=\"useBackend\"><Arg>")
        .append(backend)
        .append("</Arg><Arg>{ ")
        .append(condition)
        .append(" }</Arg></Call>\n");
  }
}
