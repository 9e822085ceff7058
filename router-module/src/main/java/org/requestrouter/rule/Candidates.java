package org.requestrouter.rule;

import java.util.Arrays;

/**
 * The rules that one request may match, in ascending order: lists merged, which begin at offsets of
 * one array and end with a mark. A heap of the offsets reached has the least rule on top.
 */
final class Candidates {
  /** What an ascending list of rules ends with. */
  static final int END = Integer.MAX_VALUE;

  /** What {@link #next} returns after the last rule. */
  static final int NONE = -1;

  private final int[] lists;
  private int[] heap = new int[8];
  private int size;
  private int lastOffset = NONE;
  private int lastRule = NONE;

  Candidates(int[] lists) {
    this.lists = lists;
  }

  /** Adds the list at an offset, before the first {@link #next}; nothing if that is NONE. */
  void add(int offset) {
    if (offset == ValueMap.NONE) {
      return;
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0 && isBefore(offset, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = offset;
  }

  /** Returns the next rule, or NONE. */
  int next() {
    while (size > 0) {
      int offset = heap[0];
      // A sample that comes twice adds its list twice; the second leaves before it is walked.
      boolean twice = offset == lastOffset;
      lastOffset = offset;
      sink(twice || lists[offset + 1] == END ? heap[--size] : offset + 1);
      if (lists[offset] != lastRule) {
        lastRule = lists[offset];
        return lastRule;
      }
    }
    return NONE;
  }

  /** Returns how many lists are not yet at their end. */
  int lists() {
    return size;
  }

  /** Puts an offset in the place of the top one. */
  private void sink(int offset) {
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], offset)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
      child = 2 * at + 1;
    }
    heap[at] = offset;
  }

  /** Equal rules are ordered by offset, so that a list which is there twice meets itself. */
  private boolean isBefore(int offset, int other) {
    int order = Integer.compare(lists[offset], lists[other]);
    return order == 0 ? offset < other : order < 0;
  }
}
