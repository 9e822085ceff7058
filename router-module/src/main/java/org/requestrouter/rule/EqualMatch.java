package org.requestrouter.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Equality; long lists, as files bring them, are looked up rather than walked through. */
final class EqualMatch extends TextMatch {
  private static final int FEW = 8;

  private final Value[] values;
  private final Set<String> exact = new HashSet<>();
  private final Set<String> folded = new HashSet<>();

  EqualMatch(List<Value> values) {
    this.values = values.toArray(Value[]::new);
    for (Value value : values) {
      (value.ignoresCase() ? folded : exact).add(value.text());
    }
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return hitIf(values.length > FEW ? lookUp(text.substring(from, to)) : walk(text, from, to));
  }

  private boolean lookUp(String text) {
    return exact.contains(text) || (!folded.isEmpty() && folded.contains(Ascii.lower(text)));
  }

  private boolean walk(String text, int from, int to) {
    for (Value value : values) {
      if (value.length() == to - from && value.isAt(text, from)) {
        return true;
      }
    }
    return false;
  }
}
