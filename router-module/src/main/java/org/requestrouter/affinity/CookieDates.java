package org.requestrouter.affinity;

/**
 * The two dates that a cookie may bear behind the name of the server: {@code s1|T6Pmc|T6Pjx}, when
 * it was last given and when first, in units of four seconds and five digits of 6 bits each.
 *
 * @param last the seconds since 1970 when the cookie was last given, or 0 if that is not said
 * @param first the seconds since 1970 when the client first got a cookie, or 0
 */
record CookieDates(long last, long first) {
  static final CookieDates NONE = new CookieDates(0, 0);
  static final char DELIMITER = '|';

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int LENGTH = 5;
  private static final int BITS = 6;
  private static final int SECONDS = 4;

  /** Dates further ahead are no other clock's, but wrong. */
  private static final int AHEAD = 86_400;

  /** Reads what follows the first delimiter; what is no date is as if it were not there. */
  static CookieDates parse(String text) {
    int delimiter = text.indexOf(DELIMITER);
    return new CookieDates(decode(text), delimiter < 0 ? 0 : decode(text.substring(delimiter + 1)));
  }

  /** Returns these dates, and those others that are not said here. */
  CookieDates or(CookieDates others) {
    return new CookieDates(last == 0 ? others.last : last, first == 0 ? others.first : first);
  }

  private static long decode(String text) {
    if (text.length() < LENGTH) {
      return 0;
    }
    long date = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        return 0;
      }
      date = (date << BITS) | digit;
    }
    return date * SECONDS;
  }

  /** Returns a date, rounded up, as it is written into a cookie, with the delimiter before it. */
  static String encode(long seconds) {
    long date = (seconds + SECONDS - 1) / SECONDS;
    char[] digits = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (date & ((1 << BITS) - 1)));
      date >>= BITS;
    }
    return DELIMITER + new String(digits);
  }

  /** Whether a date is longer ago than the limit, if there are both, or lies in the future. */
  static boolean isOver(long date, long limit, long now) {
    return date != 0 && limit != 0 && (now - date > limit || date - now > AHEAD);
  }
}
