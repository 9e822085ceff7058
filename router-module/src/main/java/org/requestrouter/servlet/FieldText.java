package org.requestrouter.servlet;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpTokens;

/**
 * Fields that filters make, whom nobody keeps from line ends in a value. To a server those would be
 * further fields, or another request; what comes from Jetty's parsers has none.
 */
final class FieldText {
  private FieldText() {}

  /**
   * Returns a field that fits into a line: control characters in its value become blanks (RFC 9110,
   * 5.5), and characters beyond a byte question marks.
   *
   * @throws IllegalArgumentException if the name is no token
   */
  static HttpField field(String name, String value) {
    for (int i = 0; i < name.length(); i++) {
      if (!isToken(name.charAt(i))) {
        throw new IllegalArgumentException("a filter gives a field the name '" + name + "'");
      }
    }
    return new HttpField(name, value == null ? "" : fit(value));
  }

  private static boolean isToken(char c) {
    HttpTokens.Token token = c > 0x7F ? null : HttpTokens.TOKENS[c];
    return token != null
        && switch (token.getType()) {
          case TCHAR, DIGIT, ALPHA -> true;
          default -> false;
        };
  }

  private static String fit(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (fit(value.charAt(i)) != value.charAt(i)) {
        StringBuilder fitting = new StringBuilder(value.length());
        value.chars().forEach(c -> fitting.append(fit((char) c)));
        return fitting.toString();
      }
    }
    return value;
  }

  private static char fit(char c) {
    if (c > 0xFF) {
      return '?';
    }
    return (c < ' ' && c != '\t') || c == 0x7F ? ' ' : c;
  }
}
