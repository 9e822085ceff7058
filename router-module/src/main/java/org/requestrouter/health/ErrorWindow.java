package org.requestrouter.health;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many requests have ended, and how many of them badly, within the last while. Time moves on in
 * slots; each slot is one word, so that recording takes no lock and a slot is never half cleared.
 */
final class ErrorWindow {
  private static final int SLOTS = 10;

  /** A word holds the number of its slot since the begin, then the requests, then the errors. */
  private static final int COUNT_BITS = 20;

  private static final int MAX_COUNT = (1 << COUNT_BITS) - 1;
  private static final int SLOT_SHIFT = 2 * COUNT_BITS;
  private static final long SLOT_MASK = (1L << (Long.SIZE - SLOT_SHIFT)) - 1;

  /** What has been recorded. */
  record Totals(long requests, long errors) {}

  private final long slotNanos;
  private final long begin;
  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  ErrorWindow(long nanos, long now) {
    slotNanos = Math.max(1, nanos / SLOTS);
    // So that words of zero are of slots long past.
    begin = now - slotNanos * SLOTS;
  }

  void record(boolean ok, long now) {
    long slot = slot(now);
    int index = (int) (slot % SLOTS);
    long before;
    long after;
    do {
      before = slots.get(index);
      after = add(before, slot & SLOT_MASK, ok ? 0 : 1);
    } while (!slots.compareAndSet(index, before, after));
  }

  private static long add(long word, long slot, int error) {
    long requests = 0;
    long errors = 0;
    if (word >>> SLOT_SHIFT == slot) {
      requests = requests(word);
      errors = errors(word);
      if (requests == MAX_COUNT) {
        // The share of the errors is what matters.
        requests >>= 1;
        errors >>= 1;
      }
    }
    return slot << SLOT_SHIFT | (requests + 1) << COUNT_BITS | (errors + error);
  }

  Totals totals(long now) {
    long current = slot(now);
    long requests = 0;
    long errors = 0;
    for (int i = 0; i < SLOTS; i++) {
      long word = slots.get(i);
      long age = (current - (word >>> SLOT_SHIFT)) & SLOT_MASK;
      if (age < SLOTS) {
        requests += requests(word);
        errors += errors(word);
      }
    }
    return new Totals(requests, errors);
  }

  private long slot(long now) {
    return (now - begin) / slotNanos;
  }

  private static long requests(long word) {
    return word >>> COUNT_BITS & MAX_COUNT;
  }

  private static long errors(long word) {
    return word & MAX_COUNT;
  }
}
