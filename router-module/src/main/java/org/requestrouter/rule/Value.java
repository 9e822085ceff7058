package org.requestrouter.rule;

/** One value of an expression, with the case rule that it was given under. */
final class Value {
  private final String given;
  private final String text;
  private final boolean ignoreCase;

  Value(String given, boolean ignoreCase) {
    this.given = given;
    this.text = ignoreCase ? Ascii.lower(given) : given;
    this.ignoreCase = ignoreCase;
  }

  /** The value as the configuration writes it. */
  String given() {
    return given;
  }

  /** The value to compare with: in lower case if it ignores case. */
  String text() {
    return text;
  }

  boolean ignoresCase() {
    return ignoreCase;
  }

  int length() {
    return text.length();
  }

  /** Returns another value under the same case rule. */
  Value with(String value) {
    return new Value(value, ignoreCase);
  }

  /** Whether this value stands at an offset of a text that is long enough to hold it. */
  boolean isAt(String other, int offset) {
    if (!ignoreCase) {
      return other.startsWith(text, offset);
    }
    for (int i = 0; i < text.length(); i++) {
      if (Ascii.fold(other.charAt(offset + i)) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Values are equal if they match the same samples, however they are written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Value value
        && ignoreCase == value.ignoreCase
        && text.equals(value.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
