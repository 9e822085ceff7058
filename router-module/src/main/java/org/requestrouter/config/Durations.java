package org.requestrouter.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in HAProxy's notation: a whole number and a unit, {@code us}, {@code ms}, {@code s},
 * {@code m}, {@code h} or {@code d}; a bare number is milliseconds.
 */
public final class Durations {
  /** The longest duration, HAProxy's own: 2,147,483,647 milliseconds, about 24.8 days. */
  public static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("([0-9]+)(.*)", Pattern.DOTALL);
  private static final int MAX_DIGITS = 18;
  private static final Map<String, Long> MICROSECONDS =
      Map.of(
          "us", 1L,
          "ms", 1_000L,
          "", 1_000L,
          "s", 1_000_000L,
          "m", 60_000_000L,
          "h", 3_600_000_000L,
          "d", 86_400_000_000L);

  private Durations() {}

  /**
   * Reads a duration that must be positive. A fraction of a millisecond is rounded up, so that no
   * configured duration ever becomes zero.
   *
   * @param name the option, for the message
   * @param text the notation, for example {@code 30s}
   * @return a whole number of milliseconds from 1 to {@link #MAX}
   * @throws ConfigurationException if the text is not a duration, is zero, negative or too long
   */
  public static Duration parse(String name, String text) {
    if (text == null || text.isEmpty()) {
      throw refused(name, "", "a duration such as 500ms, 30s or 5m is required");
    }
    if (text.startsWith("-")) {
      throw refused(name, text, "a duration must not be negative");
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused(name, text, "not a duration; write a whole number and a unit, such as 30s");
    }
    Long unit = MICROSECONDS.get(form.group(2));
    if (unit == null) {
      throw refused(name, text, "unknown unit '" + form.group(2) + "'; use us, ms, s, m, h or d");
    }
    return Duration.ofMillis(milliseconds(name, text, form.group(1), unit));
  }

  private static long milliseconds(String name, String text, String digits, long unit) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    long max = MAX.toMillis();
    if (number.length() > MAX_DIGITS || Long.parseLong(number) > max * 1_000 / unit) {
      throw refused(name, text, "too long; the longest duration is " + max + "ms (24.8 days)");
    }
    long millis = (Long.parseLong(number) * unit + 999) / 1_000;
    if (millis == 0) {
      throw refused(name, text, "a duration must not be zero");
    }
    return millis;
  }

  private static ConfigurationException refused(String name, String text, String reason) {
    return new ConfigurationException(name + " '" + text + "': " + reason);
  }
}
