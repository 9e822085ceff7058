package org.requestrouter.rule;

/** A test that works on integers; text is cast to the number that it begins with. */
abstract class NumberMatch implements SampleMatch {

  @Override
  public final Verdict text(String text, int from, int to) {
    return from == to ? Verdict.MISS : number(Integers.leading(text, from, to));
  }

  @Override
  public final Verdict address(long high, long low, boolean v4) {
    return Verdict.MISS;
  }
}
