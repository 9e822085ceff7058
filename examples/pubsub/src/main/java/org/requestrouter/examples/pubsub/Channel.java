package org.requestrouter.examples.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The waiters and the last messages of one name. Not thread-safe: {@link Channels} guards it. */
final class Channel {
  private final int memory;
  private final Deque<Message> recent = new ArrayDeque<>();
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  Channel(int memory) {
    this.memory = memory;
  }

  /** The oldest remembered message with a larger id; without one, the waiter is kept. */
  Optional<Message> next(long after, Waiter waiter) {
    Optional<Message> missed = recent.stream().filter(m -> m.id() > after).findFirst();
    if (missed.isEmpty()) {
      waiters.add(waiter);
    }
    return missed;
  }

  /** Remembers the message, and hands over those who waited for it. */
  List<Waiter> publish(Message message) {
    recent.addLast(message);
    if (recent.size() > memory) {
      recent.removeFirst();
    }
    List<Waiter> released = new ArrayList<>(waiters);
    waiters.clear();
    return released;
  }

  void leave(Waiter waiter) {
    waiters.remove(waiter);
  }

  int waiting() {
    return waiters.size();
  }

  /** Whether nobody would miss this channel. */
  boolean isStale(long nanos) {
    return waiters.isEmpty() && (recent.isEmpty() || recent.getLast().isOlderThan(nanos));
  }
}
