package org.requestrouter.affinity;

/**
 * Walks over the cookies of a Cookie field. They end at a semicolon or a comma, but not within
 * quotes; blanks around name and value do not belong to them.
 */
final class CookieItems {
  private final String text;
  private int start;
  private int end = -1;
  private int name;
  private int nameEnd;
  private int equal;

  CookieItems(String text) {
    this.text = text;
  }

  /** Goes on to the next cookie, which may be an empty one; false if there is none. */
  boolean next() {
    if (end >= text.length()) {
      return false;
    }
    start = end + 1;
    name = skipBlanks(start);
    equal = name;
    while (equal < text.length() && "=;,".indexOf(text.charAt(equal)) < 0) {
      equal++;
    }
    nameEnd = trim(name, equal);
    end = hasValue() ? valueEnd() : equal;
    return true;
  }

  private boolean hasValue() {
    return equal < text.length() && text.charAt(equal) == '=';
  }

  private int valueEnd() {
    boolean quoted = false;
    for (int at = equal + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (!quoted && (c == ';' || c == ',')) {
        return at;
      }
    }
    return text.length();
  }

  /** Where it starts, after the delimiter before it. */
  int start() {
    return start;
  }

  /** Where it ends: at the delimiter behind it, or at the end of the text. */
  int end() {
    return end;
  }

  /** Whether it has that name, and a value, be it empty. */
  boolean isNamed(String wanted) {
    return hasValue() && nameEnd - name == wanted.length() && text.startsWith(wanted, name);
  }

  /** Whether it is an attribute of the cookie before it, in the old notation. */
  boolean isAttribute() {
    return name < text.length() && text.charAt(name) == '$';
  }

  /** Its value. */
  String value() {
    int from = Math.min(skipBlanks(equal + 1), end);
    return text.substring(from, trim(from, end));
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int trim(int from, int to) {
    int at = to;
    while (at > from && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
