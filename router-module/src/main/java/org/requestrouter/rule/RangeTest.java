package org.requestrouter.rule;

/** Integers in one of several ranges. */
final class RangeTest extends NumberTest {
  private final IntRange[] ranges;

  RangeTest(IntRange[] ranges) {
    this.ranges = ranges;
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
