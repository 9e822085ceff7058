package org.requestrouter.backend;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Exchanges that wait for the same servers, in order of arrival. The place of one that leaves stays
 * in the line, empty, so that leaving costs no search; empty places are dropped when they come to
 * the front, or all at once when they outnumber those who wait.
 */
final class Line {
  private static final int EMPTY_PLACES = 64;

  private final Queue<Place> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger empty = new AtomicInteger();

  /** A place in a line: of an exchange, or empty since that waits there no more. */
  static final class Place {
    private final Line line;
    private final AtomicReference<WaitingExchange> holder;

    private Place(Line line, WaitingExchange holder) {
      this.line = line;
      this.holder = new AtomicReference<>(holder);
    }

    Line line() {
      return line;
    }

    boolean isTaken() {
      return holder.get() != null;
    }

    /** Empties the place; false if it is empty already. */
    boolean leave() {
      return holder.getAndSet(null) != null;
    }
  }

  /** Returns a place, yet to be added. */
  Place place(WaitingExchange waiting) {
    return new Place(this, waiting);
  }

  void add(Place place) {
    queue.add(place);
  }

  /** Returns the first that still waits, or null. */
  WaitingExchange first() {
    Place first;
    while ((first = queue.peek()) != null) {
      WaitingExchange waiting = first.holder.get();
      if (waiting != null) {
        return waiting;
      }
      if (queue.remove(first)) {
        empty.decrementAndGet();
      }
    }
    return null;
  }

  /** Shows all that wait in this line. */
  void forEach(Consumer<WaitingExchange> action) {
    for (Place place : queue) {
      WaitingExchange waiting = place.holder.get();
      if (waiting != null) {
        action.accept(waiting);
      }
    }
  }

  /** A place in this line has been left; {@code waiting} are left in all lines. */
  void left(int waiting) {
    if (empty.incrementAndGet() > EMPTY_PLACES + waiting) {
      queue.removeIf(
          place -> {
            boolean gone = !place.isTaken();
            if (gone) {
              empty.decrementAndGet();
            }
            return gone;
          });
    }
  }
}
