package org.requestrouter.rule;

import java.util.Map;

/**
 * Values of one case rule, found by parts of a text that need not be copied to be looked up. The
 * hash is that of {@link String#hashCode}, which the caller computes on its way through the text.
 */
final class ValueMap {
  static final int NONE = -1;

  private final Value[] keys;
  private final int[] numbers;

  /** Creates a map of values of one case rule to numbers from 0 on. */
  ValueMap(Map<Value, Integer> entries) {
    // At least half of the slots stay empty, so that a search soon ends.
    int size = Integer.highestOneBit(Math.max(1, entries.size())) << 2;
    keys = new Value[size];
    numbers = new int[size];
    entries.forEach(this::put);
  }

  private void put(Value key, int number) {
    int slot = slot(key.text().hashCode());
    while (keys[slot] != null) {
      slot = next(slot);
    }
    keys[slot] = key;
    numbers[slot] = number;
  }

  /** Returns the hash of a text that goes on with one more character. */
  static int hash(int hash, char c) {
    return 31 * hash + c;
  }

  /** Returns the number of the value that a part of the text equals, or NONE. */
  int get(int hash, String text, int from, int length) {
    for (int slot = slot(hash); keys[slot] != null; slot = next(slot)) {
      Value key = keys[slot];
      if (key.length() == length && key.isAt(text, from)) {
        return numbers[slot];
      }
    }
    return NONE;
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 16)) & (keys.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (keys.length - 1);
  }
}
