package org.requestrouter.rule;

import java.util.List;

/** Suites of terms: all terms of any one suite make it true, or false after {@code unless}. */
final class CompiledCondition implements Condition {
  private final String text;
  private final boolean unless;
  private final Term[][] suites;

  CompiledCondition(String text, boolean unless, List<List<Term>> suites) {
    this.text = text;
    this.unless = unless;
    this.suites = suites.stream().map(s -> s.toArray(Term[]::new)).toArray(Term[][]::new);
  }

  @Override
  public boolean test(RequestHead request) {
    for (Term[] suite : suites) {
      if (all(suite, request)) {
        return !unless;
      }
    }
    return unless;
  }

  boolean isInverted() {
    return unless;
  }

  /** The terms by suite, for whoever wants to see what kind of condition this is. */
  List<List<Term>> suites() {
    return List.of(suites).stream().map(List::of).toList();
  }

  /** Returns the condition as it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static boolean all(Term[] suite, RequestHead request) {
    for (Term term : suite) {
      if (!term.test(request)) {
        return false;
      }
    }
    return true;
  }
}
