package org.requestrouter.metrics;

import com.codahale.metrics.Counter;
import java.util.function.LongSupplier;

/** A counter that reporters can read and nobody can change. */
final class DerivedCounter extends Counter {
  private final LongSupplier value;

  DerivedCounter(LongSupplier value) {
    this.value = value;
  }

  @Override
  public long getCount() {
    return value.getAsLong();
  }

  @Override
  public void inc(long amount) {
    throw new UnsupportedOperationException("counted by the router only");
  }

  @Override
  public void dec(long amount) {
    inc(amount);
  }
}
