package org.requestrouter.rule;

import java.util.function.UnaryOperator;

/**
 * A keyword that begins an expression.
 *
 * @param kind the type of its samples
 * @param suffix the match method that the keyword itself names, as {@code path_beg} does, or null
 * @param bareConverters whether HAProxy takes the next word for a converter if it reads like one,
 *     even without a comma
 * @param builder makes the fetch from the arguments of the keyword
 * @param cast makes a test of the kind's samples into one of those that the fetch gives
 */
record FetchKeyword(
    Kind kind,
    MatchMethod suffix,
    boolean bareConverters,
    Builder builder,
    UnaryOperator<SampleMatch> cast) {

  /** Builds a fetch. */
  @FunctionalInterface
  interface Builder {
    Fetch build(Call call);
  }
}
