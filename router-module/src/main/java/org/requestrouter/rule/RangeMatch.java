package org.requestrouter.rule;

import java.util.List;

/** Integers in one of several ranges. */
final class RangeMatch extends NumberMatch {
  private final IntRange[] ranges;

  RangeMatch(List<IntRange> ranges) {
    this.ranges = ranges.toArray(IntRange[]::new);
  }

  @Override
  public Verdict number(long number) {
    for (IntRange range : ranges) {
      if (range.contains(number)) {
        return Verdict.HIT;
      }
    }
    return Verdict.MISS;
  }
}
