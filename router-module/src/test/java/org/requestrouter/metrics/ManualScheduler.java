package org.requestrouter.metrics;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** A scheduler whose tasks run when the test says so. */
final class ManualScheduler extends AbstractLifeCycle implements Scheduler {
  final Queue<Runnable> tasks = new ArrayDeque<>();
  long lastDelayMillis;

  @Override
  public Task schedule(Runnable task, long delay, TimeUnit units) {
    tasks.add(task);
    lastDelayMillis = units.toMillis(delay);
    return () -> tasks.remove(task);
  }

  void runNext() {
    tasks.remove().run();
  }
}
