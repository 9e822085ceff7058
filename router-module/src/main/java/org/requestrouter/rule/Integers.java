package org.requestrouter.rule;

/** The two ways in which HAProxy reads integers out of text that a client chose. */
final class Integers {
  private Integers() {}

  /** Reads an optional sign and the digits after it; what follows is ignored; saturates. */
  static long leading(String text, int from, int to) {
    int at = from;
    boolean negative = at < to && text.charAt(at) == '-';
    if (negative || (at < to && text.charAt(at) == '+')) {
      at++;
    }
    long value = 0;
    for (; at < to && Ascii.isDigit(text.charAt(at)); at++) {
      int digit = text.charAt(at) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * Reads as the {@code _val} fetches do: 32 bits that wrap, and only a byte above '9' ends the
   * number, so that a byte below '0' counts as a negative digit.
   */
  static int loose(String text, int from, int to) {
    boolean negative = from < to && text.charAt(from) == '-';
    int value = 0;
    for (int at = negative ? from + 1 : from; at < to; at++) {
      // HAProxy's characters are signed bytes.
      int digit = (byte) text.charAt(at) - '0';
      if (digit > 9) {
        break;
      }
      value = value * 10 + (negative ? -digit : digit);
    }
    return value;
  }
}
