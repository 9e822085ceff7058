package org.requestrouter.rule;

/** The length of text in bytes, handed on to a test of integers. */
final class LengthMatch extends TextMatch {
  private final SampleMatch next;

  LengthMatch(SampleMatch next) {
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return next.number(to - from);
  }
}
