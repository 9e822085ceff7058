package org.requestrouter.rule;

/** The cast of the {@code _val} fetches. */
final class LooseNumber extends TextTest {
  private final SampleTest next;

  LooseNumber(SampleTest next) {
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    return next.number(Integers.loose(text, from, to));
  }
}
