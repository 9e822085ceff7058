package org.requestrouter.rule;

import java.util.List;

/** Builds the test at the end of an expression. */
final class Matches {
  private Matches() {}

  static SampleMatch build(MatchMethod method, List<Value> values, Diagnostics diagnostics) {
    return switch (method) {
      case FOUND -> new FoundMatch();
      case BOOL -> new TrueMatch();
      case INT -> ranges(values);
      case LEN -> new LengthMatch(lengths(values));
      case IP -> new NetworkMatch(values.stream().map(v -> Network.parse(v.given())).toList());
      case BIN -> new EqualMatch(values.stream().map(Matches::binary).toList());
      case STR -> new EqualMatch(values);
      case SUB, BEG, END -> new PartMatch(method, values);
      case DIR, DOM -> WordMatch.of(method, values);
      case REG -> RegexMatch.of(values, diagnostics);
      case METHOD -> new MethodMatch(values);
    };
  }

  private static RangeMatch ranges(List<Value> values) {
    return new RangeMatch(values.stream().map(v -> IntRange.parse(v.given())).toList());
  }

  private static RangeMatch lengths(List<Value> values) {
    for (Value value : values) {
      // HAProxy compares lengths without sign, so that this would always match there.
      if (IntRange.parse(value.given()).max() < 0) {
        throw new RuleSyntaxException("no length is in the range '" + value.given() + "'");
      }
    }
    return ranges(values);
  }

  /** Returns the bytes that hexadecimal digits stand for; they always compare exactly. */
  private static Value binary(Value value) {
    String digits = value.given();
    StringBuilder bytes = new StringBuilder(digits.length() / 2);
    for (int i = 0; i + 1 < digits.length(); i += 2) {
      int high = Ascii.hex(digits.charAt(i));
      int low = Ascii.hex(digits.charAt(i + 1));
      if (high >= 0 && low >= 0) {
        bytes.append((char) ((high << 4) | low));
      }
    }
    if (bytes.length() * 2 != digits.length()) {
      throw new RuleSyntaxException("'" + digits + "' is not made of pairs of hexadecimal digits");
    }
    return new Value(bytes.toString(), false);
  }
}
