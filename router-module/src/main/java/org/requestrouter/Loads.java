package org.requestrouter;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What operators are told of the loads of the configuration. */
final class Loads {
  private volatile Instant last;
  private volatile String error;
  private final AtomicLong reloads = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  void started() {
    last = Instant.now();
    error = null;
  }

  void reloaded() {
    started();
    reloads.incrementAndGet();
  }

  void rejected(String reason) {
    error = reason;
    rejected.incrementAndGet();
  }

  /** When what is in force was loaded, or null. */
  Instant last() {
    return last;
  }

  /** Why the last reload was refused, or null. */
  String error() {
    return error;
  }

  long reloads() {
    return reloads.get();
  }

  long rejected() {
    return rejected.get();
  }
}
