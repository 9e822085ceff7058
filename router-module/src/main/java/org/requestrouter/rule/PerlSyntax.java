package org.requestrouter.rule;

/**
 * Rewrites what java.util.regex would read differently from PCRE without saying so: brackets and
 * ampersands inside a class, POSIX classes, and Python's way to name a group.
 */
final class PerlSyntax {
  private final String regex;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private PerlSyntax(String regex) {
    this.regex = regex;
  }

  static String toJava(String regex) {
    PerlSyntax syntax = new PerlSyntax(regex);
    while (syntax.at < regex.length()) {
      syntax.outsideClass();
    }
    return syntax.java.toString();
  }

  private void outsideClass() {
    if (regex.startsWith("(?P<", at)) {
      java.append("(?<");
      at += 4;
    } else if (regex.startsWith("(?P=", at) && regex.indexOf(')', at) > 0) {
      int end = regex.indexOf(')', at);
      java.append("\\k<").append(regex, at + 4, end).append('>');
      at = end + 1;
    } else if (regex.charAt(at) == '[') {
      characterClass();
    } else {
      literal();
    }
  }

  private void characterClass() {
    java.append('[');
    at++;
    if (at < regex.length() && regex.charAt(at) == '^') {
      java.append('^');
      at++;
    }
    boolean first = true;
    while (at < regex.length() && (first || regex.charAt(at) != ']')) {
      char c = regex.charAt(at);
      if (regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
        posixClass(regex.indexOf(":]", at));
      } else if (c == '[' || c == '&' || c == ']') {
        java.append('\\').append(c);
        at++;
      } else {
        literal();
      }
      first = false;
    }
  }

  private void posixClass(int end) {
    boolean negated = regex.charAt(at + 2) == '^';
    String name = regex.substring(at + (negated ? 3 : 2), end);
    if (name.equals("word")) {
      java.append(negated ? "\\W" : "\\w");
    } else {
      java.append(negated ? "\\P{" : "\\p{").append(posixName(name)).append('}');
    }
    at = end + 2;
  }

  private static String posixName(String name) {
    return switch (name) {
      case "xdigit" -> "XDigit";
      case "ascii" -> "ASCII";
      default ->
          Ascii.upper(name.substring(0, Math.min(1, name.length())))
              + name.substring(Math.min(1, name.length()));
    };
  }

  /** Copies one character, an escape with the character that it protects, or a quotation. */
  private void literal() {
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at);
      java.append(regex, at, end < 0 ? regex.length() : end + 2);
      at = end < 0 ? regex.length() : end + 2;
      return;
    }
    if (regex.charAt(at) == '\\' && at + 1 < regex.length()) {
      java.append(regex.charAt(at++));
    }
    java.append(regex.charAt(at++));
  }
}
