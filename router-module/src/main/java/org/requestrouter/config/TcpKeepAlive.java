package org.requestrouter.config;

import java.time.Duration;

/**
 * How TCP finds out whether the other end of a silent connection is still there: it probes it, and
 * keeps what is on the way, such as a NAT, from forgetting the connection.
 *
 * @param enabled whether it does
 * @param idle the silence after which it begins, in whole seconds, or null for the system's setting
 * @param interval the time between probes that are not answered, likewise
 * @param count how many of these end the connection, or 0 for the system's setting
 */
public record TcpKeepAlive(boolean enabled, Duration idle, Duration interval, int count) {
  /** Connections are not probed; the default. */
  public static final TcpKeepAlive OFF = new TcpKeepAlive(false, null, null, 0);

  private static final TcpKeepAlive SYSTEM = new TcpKeepAlive(true, null, null, 0);

  /** What Linux allows. */
  private static final long MAX_SECONDS = 32_767;

  private static final int MAX_COUNT = 127;

  /**
   * Reads what an option says: {@code off}, {@code system}, or a duration, perhaps with a second
   * one and a number.
   *
   * @throws ConfigurationException if it says anything else, or what Linux cannot do
   */
  public static TcpKeepAlive parse(String label, String text) {
    String given = text == null ? "" : text.strip();
    if (given.equals("off")) {
      return OFF;
    }
    if (given.equals("system")) {
      return SYSTEM;
    }
    String[] words = given.split("\\s+", -1);
    if (given.isEmpty() || words.length > 3) {
      throw refused(label, given, "must be off, system, or IDLE [INTERVAL [COUNT]]");
    }
    return new TcpKeepAlive(
        true,
        seconds(label, words[0]),
        words.length > 1 ? seconds(label, words[1]) : null,
        words.length > 2 ? count(label, words[2]) : 0);
  }

  /** The system counts in seconds: a fraction is rounded up. */
  private static Duration seconds(String label, String word) {
    Duration duration = Durations.parse(label, word);
    Duration whole = Duration.ofSeconds((duration.toMillis() + 999) / 1000);
    if (whole.toSeconds() > MAX_SECONDS) {
      throw refused(label, word, "must not be over " + MAX_SECONDS + "s");
    }
    return whole;
  }

  private static int count(String label, String word) {
    int count;
    try {
      count = Integer.parseInt(word);
    } catch (NumberFormatException x) {
      throw refused(label, word, "not a number of probes");
    }
    if (count < 1 || count > MAX_COUNT) {
      throw refused(label, word, "must be from 1 to " + MAX_COUNT + " probes");
    }
    return count;
  }

  private static ConfigurationException refused(String label, String text, String reason) {
    return new ConfigurationException(label + " '" + text + "': " + reason);
  }

  /** As it is written in the configuration. */
  @Override
  public String toString() {
    if (!enabled) {
      return "off";
    }
    if (idle == null) {
      return "system";
    }
    String text = idle.toSeconds() + "s";
    if (interval != null) {
      text += " " + interval.toSeconds() + "s";
    }
    return count == 0 ? text : text + " " + count;
  }
}
