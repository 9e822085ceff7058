package org.requestrouter.health;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of changes of state in the order in which they were made. Changes are added under the lock
 * of what they change, but delivered without it, since listeners take locks of their own.
 */
final class StateReports {
  private static final Logger LOG = LoggerFactory.getLogger(StateReports.class);

  private record Change(boolean up, String words) {}

  private final String label;
  private final List<StateListener> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();

  StateReports(String label) {
    this.label = label;
  }

  void listen(StateListener listener) {
    listeners.add(listener);
  }

  void add(boolean up, String reason) {
    changes.add(new Change(up, reason));
  }

  /** Delivers what has been added, unless another thread is at it, which then does that, too. */
  void deliver(String upState, String downState) {
    if (changes.isEmpty() || deliveries.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (Change change = changes.poll(); change != null; change = changes.poll()) {
        log(change, change.up ? upState : downState);
        listeners.forEach(tell(change));
      }
      seen = deliveries.addAndGet(-seen);
    } while (seen != 0);
  }

  private void log(Change change, String state) {
    if (change.up) {
      LOG.info("{} is {}: {}", label, state, change.words);
    } else {
      LOG.warn("{} is {}: {}", label, state, change.words);
    }
  }

  private Consumer<StateListener> tell(Change change) {
    return listener -> {
      try {
        listener.changed(change.up, change.words);
      } catch (RuntimeException x) {
        LOG.warn("{}: {} failed", label, listener, x);
      }
    };
  }
}
