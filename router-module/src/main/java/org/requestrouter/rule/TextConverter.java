package org.requestrouter.rule;

import java.util.function.UnaryOperator;

/** A converter from text to text. */
final class TextConverter extends TextMatch {
  private final UnaryOperator<String> function;
  private final SampleMatch next;

  /** Creates a converter by a function that returns null for what it cannot convert. */
  TextConverter(UnaryOperator<String> function, SampleMatch next) {
    this.function = function;
    this.next = next;
  }

  @Override
  public Verdict text(String text, int from, int to) {
    String converted = function.apply(text.substring(from, to));
    return converted == null ? Verdict.STOP : next.text(converted, 0, converted.length());
  }
}
