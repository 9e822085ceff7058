package org.requestrouter.rule;

/** The length of text in bytes, handed on to a test of integers. */
final class LengthTest extends TextTest {
  private final SampleTest next;

  LengthTest(SampleTest next) {
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return next.number(to - from);
  }
}
