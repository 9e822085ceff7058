package org.requestrouter.rule;

/** A test that works on addresses; text is cast where it reads as an address. */
abstract class AddressMatch implements SampleMatch {

  @Override
  public final Verdict text(String text, int from, int to) {
    return Addresses.parse(text, from, to, this);
  }

  @Override
  public final Verdict number(long number) {
    return Verdict.MISS;
  }
}
