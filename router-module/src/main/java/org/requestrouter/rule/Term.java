package org.requestrouter.rule;

import java.util.List;

/** An ACL in a condition, or an expression in braces, negated or not. */
final class Term {
  private final boolean negated;
  private final Expression[] expressions;

  Term(boolean negated, List<Expression> expressions) {
    this.negated = negated;
    this.expressions = expressions.toArray(Expression[]::new);
  }

  boolean isNegated() {
    return negated;
  }

  List<Expression> expressions() {
    return List.of(expressions);
  }

  boolean test(RequestHead request) {
    for (Expression expression : expressions) {
      if (expression.matches(request)) {
        return !negated;
      }
    }
    return negated;
  }
}
