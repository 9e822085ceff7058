package org.requestrouter.rule;

import java.util.List;

/**
 * One compiled expression.
 *
 * @param source the fetch, followed by its converters
 * @param method how the values are compared
 * @param values the values, inline ones and those of files
 */
record Expression(
    List<Call> source, MatchMethod method, List<Value> values, Fetch fetch, SampleMatch test) {

  boolean matches(RequestHead request) {
    return fetch.run(request, test) == Verdict.HIT;
  }
}
