package org.requestrouter.rule;

import java.util.List;

/** Collects the warnings about one ACL line or one condition, which each of them names. */
final class Diagnostics {
  private final String place;
  private final List<String> warnings;

  Diagnostics(String place, List<String> warnings) {
    this.place = place;
    this.warnings = warnings;
  }

  void warn(String text) {
    warnings.add(place + ": " + text);
  }
}
