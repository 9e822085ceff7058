package org.requestrouter.headers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a request as a server reads it that knows no more than RFC 9112. */
final class WrittenHead {
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern LINE = Pattern.compile(TOKEN + " [!-~]+ HTTP/1\\.1");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "): ?([\\t\\x20-\\x7e\\x80-\\xff]*)");
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "upgrade");

  private final String text;
  private final List<String[]> fields = new ArrayList<>();

  /** Reads the header; fails if there is anything in it that is no line of a header. */
  WrittenHead(String text) {
    this.text = text;
    check(text.endsWith("\r\n\r\n"), "no end");
    String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
    check(LINE.matcher(lines[0]).matches(), "request line");
    for (int i = 1; i < lines.length; i++) {
      Matcher field = FIELD.matcher(lines[i]);
      check(field.matches(), "line " + i);
      fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), field.group(2)});
    }
  }

  List<String> values(String name) {
    return fields.stream().filter(field -> field[0].equals(name)).map(field -> field[1]).toList();
  }

  /** The fields without those of these names, in lower case. */
  List<String> without(Set<String> names) {
    return fields.stream()
        .filter(field -> !names.contains(field[0]))
        .map(field -> field[0] + ": " + field[1])
        .toList();
  }

  /** Fails unless the framing is as told, and nothing that belongs to a connection is there. */
  void checkFraming(boolean chunked) {
    check(values("host").size() == 1, "not one Host");
    List<String> codings = chunked ? List.of("chunked") : List.of();
    check(values("transfer-encoding").equals(codings), "Transfer-Encoding");
    check(values("content-length").size() <= (chunked ? 0 : 1), "Content-Length");
    HOP_BY_HOP.forEach(name -> check(values(name).isEmpty(), name));
  }

  void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what + " in:\n" + text);
    }
  }
}
