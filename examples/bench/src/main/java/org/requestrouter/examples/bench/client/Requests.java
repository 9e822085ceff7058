package org.requestrouter.examples.bench.client;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of a plan: all the same, or each with a number that defeats caches. */
final class Requests {
  /** As many as there are in the milliseconds from which scripts take such numbers. */
  private static final int DIGITS = 13;

  private static final int METHOD = "GET ".length();

  private final ByteBuffer same;
  private final byte[] numbered;
  private final int lastDigit;
  private final AtomicLong number = new AtomicLong(System.currentTimeMillis());

  Requests(Plan plan) {
    same = plan.request();
    ByteBuffer text = plan.request(plan.path() + "0".repeat(DIGITS));
    numbered = plan.isNumbered() ? new byte[text.remaining()] : new byte[0];
    text.get(numbered);
    lastDigit = METHOD + plan.path().length() + DIGITS - 1;
  }

  /** The next one; the loop's two threads may ask for it. */
  ByteBuffer next() {
    if (numbered.length == 0) {
      return same;
    }
    byte[] bytes = numbered.clone();
    long rest = number.getAndIncrement();
    for (int i = 0; i < DIGITS; i++) {
      bytes[lastDigit - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return ByteBuffer.wrap(bytes);
  }
}
