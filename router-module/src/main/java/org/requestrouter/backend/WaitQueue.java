package org.requestrouter.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.requestrouter.exchange.Timeouts;

/**
 * The exchanges that wait for a place. Those that any server can serve stand in one line; those
 * that only one can serve, in a line of their own before it, so that they do not hold the others
 * up. Of several that can be served the one is that came first.
 */
final class WaitQueue {
  private final Function<WaitingExchange, BackendServer> pick;
  private final Timeouts timeouts;
  private final Line shared = new Line();
  // Who has tried a server already may have to pass by the free one.
  private final Line choosy = new Line();
  private final Map<BackendServer, Line> pinned = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicInteger dispatching = new AtomicInteger();

  /** Creates a queue whose exchanges get a place from the function, or null if they must wait. */
  WaitQueue(Function<WaitingExchange, BackendServer> pick, Timeouts timeouts) {
    this.pick = pick;
    this.timeouts = timeouts;
  }

  /** How many wait. */
  int size() {
    return waiting.get();
  }

  void add(WaitingExchange entering) {
    waiting.incrementAndGet();
    Line line = line(entering);
    Line.Place place = entering.enter(line, arrivals::getAndIncrement);
    timeouts.add(entering);
    line.add(place);
  }

  /** Whether nobody waits whom the exchange would have to let go first. */
  boolean isFree(WaitingExchange entering) {
    if (waiting.get() == 0) {
      return true;
    }
    Line line = line(entering);
    return line == choosy || line.first() == null;
  }

  private Line line(WaitingExchange entering) {
    BackendServer only = entering.onlyServer();
    if (only != null) {
      return pinned.computeIfAbsent(only, server -> new Line());
    }
    return entering.exchange().attempts().hasTriedAny() ? choosy : shared;
  }

  /** Takes an exchange out; false if it has left or expired already. */
  boolean take(WaitingExchange leaving) {
    Line line = leaving.take();
    if (line == null) {
      return false;
    }
    line.left(waiting.decrementAndGet());
    timeouts.remove(leaving);
    return true;
  }

  /** Takes all out that wait for one server only, in order of arrival, to be placed anew. */
  List<WaitingExchange> takePinned() {
    List<WaitingExchange> taken = new ArrayList<>();
    for (Line line : pinned.values()) {
      WaitingExchange first;
      while ((first = line.first()) != null) {
        if (take(first)) {
          taken.add(first);
        }
      }
    }
    taken.sort((a, b) -> Long.compare(a.number(), b.number()));
    return taken;
  }

  /** Shows all that wait. */
  void forEach(Consumer<WaitingExchange> action) {
    pinned.values().forEach(line -> line.forEach(action));
    shared.forEach(action);
    choosy.forEach(action);
  }

  /** Forgets the line of a server that is no more. */
  void forget(BackendServer server) {
    pinned.remove(server);
  }

  /**
   * Begins waiting exchanges as long as there are places. One thread does it at a time; whoever
   * comes meanwhile makes it look again, also from within, so that a row of failures on a full
   * queue is a loop and not a recursion.
   */
  void dispatch() {
    if (waiting.get() == 0 || dispatching.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = dispatching.get();
      serve();
    } while (!dispatching.compareAndSet(seen, 0));
  }

  private void serve() {
    choosy.forEach(this::serve);
    List<Line> open = new ArrayList<>(pinned.values());
    open.add(shared);
    Line oldest;
    while ((oldest = oldest(open)) != null) {
      WaitingExchange first = oldest.first();
      if (first != null && !serve(first)) {
        open.remove(oldest);
      }
    }
  }

  private static Line oldest(List<Line> lines) {
    Line oldest = null;
    long number = Long.MAX_VALUE;
    for (Line line : lines) {
      WaitingExchange first = line.first();
      if (first != null && first.number() < number) {
        oldest = line;
        number = first.number();
      }
    }
    return oldest;
  }

  /** Serves an exchange, if it still waits; false if it has to go on waiting. */
  private boolean serve(WaitingExchange first) {
    BackendServer server;
    synchronized (first) {
      if (!first.isWaiting()) {
        return true;
      }
      server = pick.apply(first);
      if (server == null) {
        return false;
      }
      if (!take(first)) {
        first.giveBack(server);
        return true;
      }
    }
    first.begin(server);
    return true;
  }
}
