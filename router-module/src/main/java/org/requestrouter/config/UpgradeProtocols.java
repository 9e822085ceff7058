package org.requestrouter.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The protocols to which clients of a backend may upgrade their connections. */
final class UpgradeProtocols {
  static final Set<String> DEFAULT = Set.of("websocket");

  private static final String NONE = "none";

  /** A name, perhaps with a version (RFC 9110, 7.8). */
  private static final Pattern PROTOCOL =
      Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+(/[a-z0-9!#$%&'*+.^_`|~-]+)?");

  /** In these a client would speak HTTP past the router's rules, or TLS past its own. */
  private static final Pattern OWN = Pattern.compile("(h2c?|http|tls)(/.*)?");

  private UpgradeProtocols() {}

  /** Returns the names in lower case; throws an IllegalArgumentException that says what is bad. */
  static Set<String> parse(String text) {
    Set<String> names =
        Stream.of(text.trim().split("[\\s,]+"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (names.equals(Set.of(NONE))) {
      return Set.of();
    }
    names.forEach(UpgradeProtocols::check);
    return names;
  }

  /** Returns what is parsed to the names again. */
  static String text(Set<String> names) {
    return names.isEmpty() ? NONE : names.stream().sorted().collect(Collectors.joining(" "));
  }

  private static void check(String name) {
    if (name.equals(NONE) || !PROTOCOL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no protocol; write names such as websocket, or none alone");
    }
    if (OWN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' would lead past the router, which speaks it itself");
    }
  }
}
