package org.requestrouter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what the configuration names no more, until it has finished what it has. It looks
 * again and again, soon at first and then once a second, rather than being told: what it waits for
 * may take hours, and nothing on the way of a request has to know of it.
 */
final class Retirement {
  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 1_000;

  private final Scheduler scheduler;
  private final Executor executor;
  private final Consumer<Retired> done;
  private final List<Retired> all = new CopyOnWriteArrayList<>();
  private Scheduler.Task task;
  private long delay;

  /**
   * Creates one with nothing to look after.
   *
   * @param done told of each that has finished
   */
  Retirement(Scheduler scheduler, Executor executor, Consumer<Retired> done) {
    this.scheduler = scheduler;
    this.executor = executor;
    this.done = done;
  }

  synchronized void add(Retired retired) {
    all.add(retired);
    delay = FIRST_MILLIS;
    if (task == null) {
      schedule();
    }
  }

  /** What has not finished. */
  Stream<Retired> all() {
    return all.stream();
  }

  private void schedule() {
    task = scheduler.schedule(() -> executor.execute(this::look), delay, TimeUnit.MILLISECONDS);
  }

  private void look() {
    all.forEach(Retired::closeIdle);
    List<Retired> finished = all.stream().filter(Retired::isDone).toList();
    all.removeAll(finished);
    finished.forEach(this::end);
    synchronized (this) {
      task = null;
      delay = Math.min(LAST_MILLIS, 2 * delay);
      if (!all.isEmpty()) {
        schedule();
      }
    }
  }

  /** Looks after the others, whatever becomes of one. */
  private void end(Retired retired) {
    try {
      done.accept(retired);
    } catch (RuntimeException x) {
      LOG.warn("could not be removed: {}", retired.servers(), x);
    }
  }

  /** Looks after nothing any more. */
  synchronized void end() {
    all.clear();
    if (task != null) {
      task.cancel();
    }
  }
}
