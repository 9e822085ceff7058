package org.requestrouter.rule;

import java.util.Locale;

/** The integers from a lower to an upper bound, both of them included. */
record IntRange(long min, long max) {

  /** The operators that may stand before a value. */
  enum Operator {
    EQ,
    GT,
    GE,
    LT,
    LE;

    /** Returns the operator that a word names, or null if it names none. */
    static Operator named(String word) {
      if (word.equals("ne")) {
        throw new RuleSyntaxException(
            "'ne' behaves like 'eq' in HAProxy; negate the term with '!'");
      }
      for (Operator operator : values()) {
        if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
          return operator;
        }
      }
      return null;
    }
  }

  boolean contains(long number) {
    return min <= number && number <= max;
  }

  static boolean hasSeparator(String text) {
    return separator(text) >= 0;
  }

  /** Reads {@code n}, {@code a:b}, {@code a-b}, {@code a:} or {@code :b}. */
  static IntRange parse(String text) {
    int separator = separator(text);
    if (separator < 0) {
      long number = number(text, text);
      return new IntRange(number, number);
    }
    String lower = text.substring(0, separator);
    String upper = text.substring(separator + 1);
    if (lower.isEmpty() && upper.isEmpty()) {
      throw notARange(text, null);
    }
    long min = lower.isEmpty() ? Long.MIN_VALUE : number(lower, text);
    long max = upper.isEmpty() ? Long.MAX_VALUE : number(upper, text);
    if (min > max) {
      throw new RuleSyntaxException("'" + text + "' is an empty range: " + min + " > " + max);
    }
    return new IntRange(min, max);
  }

  /** Returns the range, as text, that an operator makes of a value; a range stays as it is. */
  static String apply(Operator operator, String value) {
    if (operator == Operator.EQ || hasSeparator(value)) {
      return value;
    }
    long number = number(value, value);
    if (operator == Operator.GT && number == Long.MAX_VALUE) {
      throw new RuleSyntaxException("no integer is greater than '" + value + "'");
    }
    return switch (operator) {
      case EQ -> value;
      case GT -> (number + 1) + ":";
      case GE -> number + ":";
      case LT -> ":" + (number - 1);
      case LE -> ":" + number;
    };
  }

  private static int separator(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ':' || text.charAt(i) == '-') {
        return i;
      }
    }
    return -1;
  }

  private static long number(String digits, String text) {
    if (digits.startsWith("+")) {
      throw notARange(text, null);
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw notARange(text, e);
    }
  }

  private static RuleSyntaxException notARange(String text, Throwable cause) {
    return new RuleSyntaxException("'" + text + "' is neither an integer nor a range", cause);
  }
}
