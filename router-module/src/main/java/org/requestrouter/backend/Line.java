package org.requestrouter.backend;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Exchanges that wait for the same servers, in order of arrival. One that leaves stays in the line
 * as an empty mark, so that leaving costs no search; marks are dropped when they come to the front,
 * or all at once when they outnumber those who wait.
 */
final class Line {
  private static final int MARKS = 64;

  private final Queue<WaitingExchange> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger marks = new AtomicInteger();

  void add(WaitingExchange waiting) {
    queue.add(waiting);
  }

  /** Returns the first that still waits, or null. */
  WaitingExchange first() {
    WaitingExchange first;
    while ((first = queue.peek()) != null && !first.isWaiting()) {
      if (queue.remove(first)) {
        marks.decrementAndGet();
      }
    }
    return first;
  }

  /** Shows all that wait in this line. */
  void forEach(Consumer<WaitingExchange> action) {
    for (WaitingExchange entered : queue) {
      if (entered.isWaiting()) {
        action.accept(entered);
      }
    }
  }

  /** One that was in this line waits no more; {@code waiting} are left in all lines. */
  void left(int waiting) {
    if (marks.incrementAndGet() > MARKS + waiting) {
      queue.removeIf(
          w -> {
            boolean gone = !w.isWaiting();
            if (gone) {
              marks.decrementAndGet();
            }
            return gone;
          });
    }
  }
}
