package org.requestrouter.rule;

import java.util.List;

/** Prefix, suffix or substring. */
final class PartMatch extends TextMatch {
  private final Value[] values;
  private final boolean anchoredAtStart;
  private final boolean anchoredAtEnd;

  PartMatch(MatchMethod method, List<Value> values) {
    this.values = values.toArray(Value[]::new);
    this.anchoredAtStart = method == MatchMethod.BEG;
    this.anchoredAtEnd = method == MatchMethod.END;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    for (Value value : values) {
      int last = to - value.length();
      int first = anchoredAtEnd ? Math.max(from, last) : from;
      for (int at = first; at <= (anchoredAtStart ? Math.min(from, last) : last); at++) {
        if (value.isAt(text, at)) {
          return Verdict.HIT;
        }
      }
    }
    return Verdict.MISS;
  }
}
