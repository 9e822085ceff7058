package org.requestrouter.rule;

/** A test that works on text, to which every kind of sample can be cast. */
abstract class TextMatch implements SampleMatch {

  @Override
  public final Verdict number(long number) {
    return whole(Long.toString(number));
  }

  @Override
  public final Verdict address(long high, long low, boolean v4) {
    return whole(Addresses.format(high, low, v4));
  }

  private Verdict whole(String text) {
    return text(text, 0, text.length());
  }

  static Verdict hitIf(boolean matches) {
    return matches ? Verdict.HIT : Verdict.MISS;
  }
}
