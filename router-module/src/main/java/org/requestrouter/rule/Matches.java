package org.requestrouter.rule;

import java.util.List;

/** Builds the test at the end of an expression. */
final class Matches {
  private Matches() {}

  static SampleTest build(MatchMethod method, List<Value> values, Diagnostics diagnostics) {
    return switch (method) {
      case FOUND -> new FoundTest();
      case BOOL -> new TrueTest();
      case INT -> ranges(values);
      case LEN -> new LengthTest(lengths(values));
      case IP -> new NetworkTest(values.stream().map(v -> Network.parse(v.given())).toList());
      case BIN -> new EqualTest(values.stream().map(Matches::binary).toList());
      case STR -> new EqualTest(values);
      case SUB, BEG, END -> new PartTest(method, values);
      case DIR, DOM -> WordTest.of(method, values);
      case REG -> RegexTest.of(values, diagnostics);
      case METHOD -> new MethodTest(values);
    };
  }

  private static RangeTest ranges(List<Value> values) {
    return new RangeTest(values.stream().map(v -> IntRange.parse(v.given())).toList());
  }

  private static RangeTest lengths(List<Value> values) {
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
