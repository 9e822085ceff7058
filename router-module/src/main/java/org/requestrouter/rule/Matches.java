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
      case LEN -> new LengthTest(ranges(values));
      case IP -> new NetworkTest(values.stream().map(p -> Network.parse(p.given())).toList());
      case BIN -> new EqualTest(values.stream().map(Matches::binary).toList());
      case STR -> new EqualTest(values);
      case SUB, BEG, END -> new PartTest(method, values);
      case DIR, DOM -> WordTest.of(method, values);
      case REG -> RegexTest.of(values, diagnostics);
      case METHOD -> new MethodTest(values);
    };
  }

  private static SampleTest ranges(List<Value> values) {
    return new RangeTest(
        values.stream().map(p -> IntRange.parse(p.given())).toArray(IntRange[]::new));
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
