package org.requestrouter.rule;

/** Any integer but zero. */
final class TrueTest extends NumberTest {

  @Override
  public Verdict number(long number) {
    return TextTest.hitIf(number != 0);
  }
}
