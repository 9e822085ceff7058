package org.requestrouter.rule;

/**
 * What a fetch shows its samples to: a match, or a converter in front of one. A sample is passed in
 * the form that the fetch has it in, so that none has to be copied or boxed; an implementation
 * casts the forms that it does not work on.
 */
interface SampleMatch {

  /** Tests the characters of {@code text} from {@code from} up to, not including, {@code to}. */
  Verdict text(String text, int from, int to);

  /** Tests an integer; a truth value is 0 or 1. */
  Verdict number(long number);

  /** Tests an address of 128 bits, where an IPv4 address is the low 32 bits. */
  Verdict address(long high, long low, boolean v4);
}
