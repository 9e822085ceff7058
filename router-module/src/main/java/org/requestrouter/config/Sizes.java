package org.requestrouter.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in HAProxy's notation: a whole number of bytes, perhaps with {@code k}, {@code m} or {@code
 * g} for 1,024, 1,048,576 and 1,073,741,824 times as many.
 */
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10})([kmg]?)");

  private Sizes() {}

  /**
   * Reads a size.
   *
   * @param name the option, for the message
   * @param text the notation, for example {@code 64k}
   * @param max the largest that is allowed
   * @return a number of bytes from 1 to max
   * @throws ConfigurationException if the text is not a size, or is zero or too large
   */
  public static long parse(String name, String text, long max) {
    String shown = text == null ? "" : text;
    Matcher form = FORM.matcher(shown);
    if (!form.matches()) {
      throw refused(name, shown, "not a size; write a whole number of bytes, or one such as 64k");
    }
    int shift =
        switch (form.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    long bytes = Long.parseLong(form.group(1)) << shift;
    if (bytes < 1 || bytes > max) {
      throw refused(name, shown, "must be from 1 to " + text(max));
    }
    return bytes;
  }

  /** Returns the shortest notation of a size. */
  static String text(long bytes) {
    String units = "kmg";
    long value = bytes;
    int unit = 0;
    while (unit < units.length() && value > 0 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? Long.toString(value) : "" + value + units.charAt(unit - 1);
  }

  private static ConfigurationException refused(String name, String text, String reason) {
    return new ConfigurationException(name + " '" + text + "': " + reason);
  }
}
