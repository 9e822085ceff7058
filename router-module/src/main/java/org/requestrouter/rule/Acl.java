package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;

/** A named ACL while its lines are collected: any of its expressions makes it true. */
final class Acl {
  private final List<Expression> expressions = new ArrayList<>();
  private boolean used;

  void add(Expression expression) {
    expressions.add(expression);
  }

  /** Whether a condition has been compiled from the expressions so far. */
  boolean isUsed() {
    return used;
  }

  Term term(boolean negated) {
    used = true;
    return new Term(negated, expressions);
  }
}
