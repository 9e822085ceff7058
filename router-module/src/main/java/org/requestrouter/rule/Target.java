package org.requestrouter.rule;

/** Finds the parts of a request-target, which is neither decoded nor normalised. */
final class Target {
  private Target() {}

  /** Returns where the path begins, or -1 if the target has none. */
  static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = authorityStart(target);
    return authority < 0 ? -1 : target.indexOf('/', authority);
  }

  /** Returns where the path that begins at {@code start} ends. */
  static int pathEnd(String target, int start) {
    int end = target.indexOf('?', start);
    return end < 0 ? target.length() : end;
  }

  private static int authorityStart(String target) {
    if (target.isEmpty() || !Ascii.isLetter(target.charAt(0))) {
      return -1;
    }
    int at = 1;
    while (at < target.length() && isScheme(target.charAt(at))) {
      at++;
    }
    return target.startsWith("://", at) ? at + 3 : -1;
  }

  private static boolean isScheme(char c) {
    return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '+' || c == '-' || c == '.';
  }
}
