package org.requestrouter.rule;

/**
 * Case folding of A to Z alone. Java's own case-insensitive comparisons fold the whole of Unicode,
 * which would equate header bytes that the grammar keeps apart.
 */
final class Ascii {
  private Ascii() {}

  static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (fold(text.charAt(i)) != text.charAt(i)) {
        return map(text, 'A', 'a' - 'A');
      }
    }
    return text;
  }

  static String upper(String text) {
    return map(text, 'a', 'A' - 'a');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    char folded = fold(c);
    return folded >= 'a' && folded <= 'z';
  }

  /** Whether a keyword, of a fetch or of a converter, may contain this character. */
  static boolean isKeyword(char c) {
    return isLetter(c) || isDigit(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == ':';
  }

  /** Returns the value of a hexadecimal digit, or -1. */
  static int hex(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    char folded = fold(c);
    return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
  }

  private static String map(String text, char first, int offset) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= first && chars[i] < first + 26) {
        chars[i] += (char) offset;
      }
    }
    return new String(chars);
  }
}
