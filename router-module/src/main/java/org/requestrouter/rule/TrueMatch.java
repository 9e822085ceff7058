package org.requestrouter.rule;

/** Any integer but zero. */
final class TrueMatch extends NumberMatch {

  @Override
  public Verdict number(long number) {
    return TextMatch.hitIf(number != 0);
  }
}
