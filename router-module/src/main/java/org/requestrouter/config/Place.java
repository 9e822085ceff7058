package org.requestrouter.config;

/**
 * Where the declaration being made stands. Everything declared copies it, so that an error found
 * only later (an unknown back end, a condition that does not compile) still names file and line.
 */
final class Place {
  private String current = "";

  /** Returns the file, line and element at work, or an empty string outside of a rules file. */
  String current() {
    return current;
  }

  void enter(String place) {
    current = place;
  }

  void leave() {
    current = "";
  }

  /** Returns an exception whose message begins with the origin, if there is one. */
  static ConfigurationException refused(String origin, String reason) {
    return new ConfigurationException(origin.isEmpty() ? reason : origin + ": " + reason);
  }
}
