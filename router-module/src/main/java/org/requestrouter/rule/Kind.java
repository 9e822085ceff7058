package org.requestrouter.rule;

/** The type of the samples of a fetch or of a converter. */
enum Kind {
  TEXT(MatchMethod.STR),
  NUMBER(MatchMethod.INT),
  BOOL(MatchMethod.BOOL),
  ADDRESS(MatchMethod.IP),
  METHOD(MatchMethod.METHOD);

  private final MatchMethod natural;

  Kind(MatchMethod natural) {
    this.natural = natural;
  }

  /** The method that applies where neither a suffix nor {@code -m} names another. */
  MatchMethod natural() {
    return natural;
  }
}
