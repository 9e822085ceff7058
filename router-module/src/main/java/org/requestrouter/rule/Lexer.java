package org.requestrouter.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Splits a line into words: blanks separate, {@code #} begins a comment, backslash and quotes
 * protect. Words are strings of bytes, one a character, as Jetty gives header fields.
 */
final class Lexer {
  private final String line;
  private final UnaryOperator<String> environment;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private Lexer(String line, UnaryOperator<String> environment) {
    this.line = line;
    this.environment = environment;
  }

  /** Returns the words of a line, empty ones included. */
  static List<String> split(String line) {
    return split(line, System::getenv);
  }

  static List<String> split(String line, UnaryOperator<String> environment) {
    Lexer lexer = new Lexer(line, environment);
    lexer.run();
    return lexer.words;
  }

  private void run() {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (isBlank(c)) {
        endWord();
        at++;
      } else if (c == '#') {
        endWord();
        skipComment();
      } else {
        inWord = true;
        switch (c) {
          case '"' -> weakQuotes();
          case '\'' -> strongQuotes();
          case '\\' -> escape();
          default -> emit();
        }
      }
    }
    endWord();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void skipComment() {
    while (at < line.length() && line.charAt(at) != '\n') {
      at++;
    }
  }

  private void weakQuotes() {
    int start = at++;
    while (at < line.length() && line.charAt(at) != '"') {
      switch (line.charAt(at)) {
        case '\\' -> escapeInQuotes();
        case '$' -> variable();
        default -> emit();
      }
    }
    closeQuotes(start);
  }

  private void strongQuotes() {
    int start = at++;
    while (at < line.length() && line.charAt(at) != '\'') {
      emit();
    }
    closeQuotes(start);
  }

  private void closeQuotes(int start) {
    if (at == line.length()) {
      throw new RuleSyntaxException("unmatched quote at '" + line.substring(start) + "'");
    }
    at++;
  }

  private void escapeInQuotes() {
    if (line.startsWith("\\$", at)) {
      word.append('$');
      at += 2;
    } else {
      escape();
    }
  }

  private void escape() {
    char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
    switch (next) {
      case ' ', '#', '\\', '\'', '"' -> word.append(next);
      case 'n' -> word.append('\n');
      case 'r' -> word.append('\r');
      case 't' -> word.append('\t');
      case 'x' -> {
        hexadecimal();
        return;
      }
      default -> {
        // Regular expressions rely on it: a backslash that protects nothing stands for itself.
        word.append('\\');
        at++;
        return;
      }
    }
    at += 2;
  }

  private void hexadecimal() {
    int high = at + 3 < line.length() ? Ascii.hex(line.charAt(at + 2)) : -1;
    int low = at + 3 < line.length() ? Ascii.hex(line.charAt(at + 3)) : -1;
    if (high < 0 || low < 0) {
      throw new RuleSyntaxException(
          "'" + line.substring(at) + "' does not begin with \\x and two hexadecimal digits");
    }
    word.append((char) ((high << 4) | low));
    at += 4;
  }

  private void variable() {
    boolean braces = line.startsWith("${", at);
    int start = at + (braces ? 2 : 1);
    int end = start;
    while (end < line.length() && isVariable(line.charAt(end), end == start)) {
      end++;
    }
    String name = line.substring(start, end);
    if (name.isEmpty() || (braces && !line.startsWith("}", end))) {
      throw new RuleSyntaxException(
          "'" + line.substring(at) + "' is no $NAME or ${NAME}; write \\$ for a dollar sign");
    }
    String value = environment.apply(name);
    if (value == null) {
      throw new RuleSyntaxException("environment variable '" + name + "' is not set");
    }
    word.append(bytes(value));
    at = braces ? end + 1 : end;
  }

  private static boolean isVariable(char c, boolean first) {
    return Ascii.isLetter(c) || c == '_' || (!first && Ascii.isDigit(c));
  }

  private void emit() {
    int codePoint = line.codePointAt(at);
    at += Character.charCount(codePoint);
    word.append(codePoint < 0x80 ? (char) codePoint : bytes(Character.toString(codePoint)));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
