package org.requestrouter.rule;

/** The borders of the values in a field that is a list. */
final class CommaList {
  private CommaList() {}

  /** Returns where the value ends: at a comma outside quotes, or at {@code to}. */
  static int end(String text, int from, int to) {
    return end(text, from, to, ',');
  }

  /** Returns where the value ends: at a comma or at another separator, outside quotes. */
  static int end(String text, int from, int to, char separator) {
    boolean quoted = false;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (!quoted && (c == ',' || c == separator)) {
        return at;
      }
    }
    return to;
  }

  static int trimStart(String text, int from, int to) {
    int at = from;
    while (at < to && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int trimEnd(String text, int from, int to) {
    int at = to;
    while (at > from && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
