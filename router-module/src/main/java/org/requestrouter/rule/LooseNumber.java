package org.requestrouter.rule;

/** The cast of the {@code _val} fetches. */
final class LooseNumber extends TextMatch {
  private final SampleMatch next;

  LooseNumber(SampleMatch next) {
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return next.number(Integers.loose(text, from, to));
  }
}
