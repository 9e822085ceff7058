package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * One value that a rule can be found by.
 *
 * @param source what has to show the value
 * @param beginning whether a sample has to begin with the value, rather than equal it
 */
record RuleKey(Source source, boolean beginning, Value value) {
  /** Longer lists of values cost an index more memory than they save time. */
  private static final int MOST = 64;

  /** Returns values one of which every request shows that satisfies a term, or null. */
  static List<RuleKey> of(Term term) {
    List<RuleKey> keys = new ArrayList<>();
    for (Expression expression : term.expressions()) {
      if (!isIndexable(expression) || keys.size() + expression.values().size() > MOST) {
        return null;
      }
      boolean beginning = expression.method() == MatchMethod.BEG;
      expression.values().forEach(v -> keys.add(new RuleKey(expression.source(), beginning, v)));
    }
    return term.isNegated() ? null : keys;
  }

  private static boolean isIndexable(Expression expression) {
    return expression.source().text()
        && (expression.method() == MatchMethod.STR || expression.method() == MatchMethod.BEG)
        && expression.values().stream().noneMatch(value -> value.length() == 0);
  }
}
