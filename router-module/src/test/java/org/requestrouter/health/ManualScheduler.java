package org.requestrouter.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** A scheduler whose time moves when the test says so, and which is its clock, too. */
final class ManualScheduler extends AbstractLifeCycle implements Scheduler {
  private final List<Due> tasks = new ArrayList<>();
  private long now;

  private record Due(Runnable task, long at) {}

  @Override
  public synchronized Task schedule(Runnable task, long delay, TimeUnit units) {
    Due due = new Due(task, now + units.toNanos(delay));
    tasks.add(due);
    return () -> remove(due);
  }

  private synchronized boolean remove(Due due) {
    return tasks.remove(due);
  }

  synchronized long nanoTime() {
    return now;
  }

  synchronized int waiting() {
    return tasks.size();
  }

  /** Returns in how many milliseconds the next task is due. */
  synchronized long nextMillis() {
    return TimeUnit.NANOSECONDS.toMillis(first().at() - now);
  }

  private Due first() {
    return tasks.stream().min(Comparator.comparingLong(Due::at)).orElseThrow();
  }

  /** Lets time pass, and runs on this thread what becomes due. */
  void advanceMillis(long millis) {
    long end = nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Due due = next(end); due != null; due = next(end)) {
      due.task().run();
    }
  }

  private synchronized Due next(long end) {
    Due due = tasks.isEmpty() ? null : first();
    if (due == null || due.at() > end) {
      now = end;
      return null;
    }
    now = due.at();
    tasks.remove(due);
    return due;
  }
}
