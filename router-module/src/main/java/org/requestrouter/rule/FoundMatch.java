package org.requestrouter.rule;

/** Any sample, an empty one too. */
final class FoundMatch implements SampleMatch {

  @Override
  public Verdict text(String text, int from, int to) {
    return Verdict.HIT;
  }

  @Override
  public Verdict number(long number) {
    return Verdict.HIT;
  }

  @Override
  public Verdict address(long high, long low, boolean v4) {
    return Verdict.HIT;
  }
}
