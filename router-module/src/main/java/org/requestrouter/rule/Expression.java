package org.requestrouter.rule;

import java.util.List;

/**
 * One compiled expression.
 *
 * @param source where its samples come from
 * @param method how the values are compared
 * @param values the values, inline ones and those of files
 * @param test what the fetch of the source shows its samples to
 */
record Expression(Source source, MatchMethod method, List<Value> values, SampleMatch test) {

  boolean matches(RequestHead request) {
    return source.fetch().run(request, test) == Verdict.HIT;
  }
}
