package org.requestrouter.rule;

import java.util.Map;
import java.util.Set;

/** Values of one case rule that samples equal or begin with, found in one pass over a sample. */
final class SampleTable {
  private final boolean ignoreCase;
  private final ValueMap whole;
  private final ValueMap beginnings;
  private final boolean[] lengths;
  private final int longest;

  /**
   * Creates a table of lists of rules by their values, none of which is empty.
   *
   * @param ignoreCase the case rule of all the values
   * @param whole the lists by the values to equal
   * @param beginnings the lists by the values to begin with
   */
  SampleTable(boolean ignoreCase, Map<Value, Integer> whole, Map<Value, Integer> beginnings) {
    this.ignoreCase = ignoreCase;
    this.whole = new ValueMap(whole);
    this.beginnings = new ValueMap(beginnings);
    this.lengths = new boolean[longest(beginnings.keySet()) + 1];
    beginnings.keySet().forEach(value -> lengths[value.length()] = true);
    this.longest = Math.max(longest(whole.keySet()), longest(beginnings.keySet()));
  }

  private static int longest(Set<Value> values) {
    return values.stream().mapToInt(Value::length).max().orElse(0);
  }

  /** Adds the lists of all values that a sample equals or begins with. */
  void find(String text, int from, int to, Candidates candidates) {
    int length = to - from;
    int end = Math.min(length, longest);
    int hash = 0;
    for (int at = 1; at <= end; at++) {
      char c = text.charAt(from + at - 1);
      hash = ValueMap.hash(hash, ignoreCase ? Ascii.fold(c) : c);
      if (at < lengths.length && lengths[at]) {
        candidates.add(beginnings.get(hash, text, from, at));
      }
    }
    if (end == length) {
      candidates.add(whole.get(hash, text, from, length));
    }
  }
}
