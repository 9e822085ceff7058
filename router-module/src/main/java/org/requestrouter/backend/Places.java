package org.requestrouter.backend;

import java.util.concurrent.atomic.AtomicInteger;

/** The places of a server, of which there may be a limited number. */
final class Places {
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int limit = Integer.MAX_VALUE;

  void limit(int places) {
    limit = places;
  }

  /** Takes a place, unless all are taken. */
  boolean tryAcquire() {
    int most = limit;
    if (most == Integer.MAX_VALUE) {
      taken.incrementAndGet();
      return true;
    }
    while (true) {
      int current = taken.get();
      if (current >= most) {
        return false;
      }
      if (taken.compareAndSet(current, current + 1)) {
        return true;
      }
    }
  }

  void release() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }
}
