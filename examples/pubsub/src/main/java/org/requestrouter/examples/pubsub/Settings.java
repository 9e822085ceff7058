package org.requestrouter.examples.pubsub;

import java.time.Duration;
import java.util.Locale;

/**
 * How a {@link PubSubServer} runs.
 *
 * @param host the address to listen on, default 127.0.0.1
 * @param port the port to listen on, 0 for an ephemeral one, default 8082
 * @param hold how long a subscriber waits before it is sent away with a 204, default 4 minutes
 * @param memory how many messages a channel remembers for subscribers between two polls, default 64
 */
public record Settings(String host, int port, Duration hold, int memory) {
  static final String USAGE =
      "usage: PubSubServer [--host ADDRESS] [--port N] [--hold 4m] [--memory N]";

  public static Settings defaults() {
    return new Settings("127.0.0.1", 8082, Duration.ofMinutes(4), 64);
  }

  public Settings withPort(int newPort) {
    return new Settings(host, newPort, hold, memory);
  }

  public Settings withHold(Duration newHold) {
    return new Settings(host, port, newHold, memory);
  }

  public Settings withMemory(int newMemory) {
    return new Settings(host, port, hold, newMemory);
  }

  /**
   * @throws IllegalArgumentException for an unknown option, a missing or a malformed value
   */
  static Settings parse(String... args) {
    Settings settings = defaults();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " lacks its value");
      }
      settings = settings.with(args[i], args[i + 1]);
    }
    return settings;
  }

  private Settings with(String option, String value) {
    return switch (option) {
      case "--host" -> new Settings(value, port, hold, memory);
      case "--port" -> withPort(Integer.parseInt(value));
      case "--hold" -> withHold(duration(value));
      case "--memory" -> withMemory(Integer.parseInt(value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  /** 500ms, 30s, 4m or 1h. */
  private static Duration duration(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
