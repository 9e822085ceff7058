package org.requestrouter.cache;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Numbers of seconds (RFC 9111, 1.2.2), and other numbers in digits. */
final class Seconds {
  /** Stands for all that are larger. */
  private static final long MAX = 1L << 31;

  private Seconds() {}

  /** Returns the number, at most 2^31, or -1 if it is none. */
  static long parse(String text) {
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      seconds = Math.min(MAX, seconds * 10 + (c - '0'));
    }
    return text.isEmpty() ? -1 : seconds;
  }

  /**
   * Returns what Age says: the first of several values counts, and what is no number is ignored
   * (RFC 9111, 5.1).
   */
  static long age(HttpFields fields) {
    HttpField field = fields.getField(HttpHeader.AGE);
    if (field == null || field.getValue() == null) {
      return 0;
    }
    String value = field.getValue();
    int comma = value.indexOf(',');
    return Math.max(0, parse(Text.trim(comma < 0 ? value : value.substring(0, comma))));
  }
}
