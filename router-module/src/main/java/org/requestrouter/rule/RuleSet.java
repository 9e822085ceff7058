package org.requestrouter.rule;

import java.util.List;

/**
 * Conditions in an order, of which the first true one counts. Immutable and free of locks. A
 * condition that wants another value than the request has, of a field or of the path, is mostly not
 * even tested, so that thousands of those cost what a few do.
 */
public final class RuleSet {
  /** The number of no condition. */
  public static final int NONE = Candidates.NONE;

  private final Condition[] conditions;
  private final RuleIndex index;

  /** Creates a set of conditions, which are numbered from 0 in their order. */
  public RuleSet(List<Condition> conditions) {
    this.conditions = conditions.toArray(Condition[]::new);
    this.index = new IndexBuilder(this.conditions).build();
  }

  /** Returns the number of the first condition that a request satisfies, or {@link #NONE}. */
  public int first(RequestHead request) {
    if (index != null) {
      return first(request, index.candidates(request));
    }
    for (int rule = 0; rule < conditions.length; rule++) {
      if (conditions[rule].test(request)) {
        return rule;
      }
    }
    return NONE;
  }

  private int first(RequestHead request, Candidates candidates) {
    int rule = candidates.next();
    while (rule != NONE && !conditions[rule].test(request)) {
      rule = candidates.next();
    }
    return rule;
  }
}
