package org.requestrouter.config;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of HTTP statuses, written as statuses and ranges with commas: {@code 200-399,401}. */
public final class StatusSet {
  private static final Pattern PART = Pattern.compile("([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?");

  private final String text;
  private final BitSet statuses;

  private StatusSet(String text, BitSet statuses) {
    this.text = text;
    this.statuses = statuses;
  }

  /**
   * Reads a set.
   *
   * @param name the option, for the message
   * @param text the notation
   * @throws ConfigurationException if a part is neither a status of three digits nor a range
   */
  public static StatusSet parse(String name, String text) {
    String given = text == null ? "" : text;
    BitSet statuses = new BitSet();
    for (String part : given.split(",", -1)) {
      Matcher form = PART.matcher(part.strip());
      if (!form.matches()) {
        throw new ConfigurationException(
            name + " '" + given + "': write statuses and ranges, such as 200-299,304");
      }
      int first = Integer.parseInt(form.group(1));
      int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
      if (last < first) {
        throw new ConfigurationException(
            name + " '" + given + "': the range " + part.strip() + " is upside down");
      }
      statuses.set(first, last + 1);
    }
    return new StatusSet(given, statuses);
  }

  /** Whether the status is in the set. */
  public boolean contains(int status) {
    return status >= 0 && statuses.get(status);
  }

  @Override
  public String toString() {
    return text;
  }
}
