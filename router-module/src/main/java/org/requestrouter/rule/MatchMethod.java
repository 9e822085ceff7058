package org.requestrouter.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a value is compared with a sample. */
enum MatchMethod {
  FOUND,
  BOOL,
  INT,
  IP,
  BIN,
  LEN,
  STR,
  SUB,
  BEG,
  END,
  DIR,
  DOM,
  REG,
  /** The identity of the request's method; it has no name of its own for {@code -m}. */
  METHOD;

  /** The methods that a suffix of a keyword selects, as in {@code path_beg}. */
  static final Set<MatchMethod> SUFFIXES =
      Collections.unmodifiableSet(EnumSet.of(BEG, DIR, DOM, END, LEN, REG, SUB));

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean accepts(Kind kind) {
    return switch (this) {
      case BOOL, INT -> kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOL;
      case IP -> kind == Kind.TEXT || kind == Kind.ADDRESS;
      case BIN -> kind == Kind.TEXT || kind == Kind.METHOD;
      case METHOD -> kind == Kind.METHOD;
      default -> true;
    };
  }

  /** Whether the method decides on the sample alone, so that it needs no value. */
  boolean needsNoValue() {
    return this == FOUND || this == BOOL;
  }

  /** Whether {@code eq}, {@code lt} and the like may stand before its values. */
  boolean takesOperators() {
    return this == INT || this == LEN;
  }

  static MatchMethod named(String word) {
    for (MatchMethod method : values()) {
      if (method != METHOD && method.word().equals(word)) {
        return method;
      }
    }
    throw new RuleSyntaxException("unknown matching method '" + word + "' after -m");
  }
}
