package org.requestrouter;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Looks at the files of the configuration, and has them loaded when they have changed and are found
 * unchanged once more, so that nobody reads what is half written.
 *
 * <p>Jetty's Scanner keeps to the files that it began with, and takes them for known as they are
 * when it begins: with it a change would be missed that is made while the configuration is loaded.
 */
final class FileWatch {
  private final Scheduler scheduler;
  private final Executor executor;
  private final int seconds;
  private Runnable onChange;
  private Scheduler.Task task;
  private FileStamps expected = new FileStamps();
  private FileStamps changed;

  /**
   * Creates a watch that has not started.
   *
   * @param executor reads the files' attributes, and runs what is to be done
   * @param seconds between two looks; 0 for none
   */
  FileWatch(Scheduler scheduler, Executor executor, int seconds) {
    this.scheduler = scheduler;
    this.executor = executor;
    this.seconds = seconds;
  }

  /** Runs the action, from now on, when files have changed. */
  synchronized void start(Runnable action) {
    onChange = action;
    schedule();
  }

  synchronized void stop() {
    onChange = null;
    if (task != null) {
      task.cancel();
    }
  }

  /** Takes these files for unchanged as long as they are as noted, and looks at no others. */
  synchronized void expect(FileStamps files) {
    expected = files;
    changed = null;
  }

  private synchronized void schedule() {
    if (onChange != null && seconds > 0) {
      task = scheduler.schedule(() -> executor.execute(this::look), seconds, TimeUnit.SECONDS);
    }
  }

  private void look() {
    try {
      Runnable due = due();
      if (due != null) {
        due.run();
      }
    } finally {
      schedule();
    }
  }

  private synchronized Runnable due() {
    FileStamps now = expected.now();
    if (now.isSame(expected)) {
      changed = null;
      return null;
    }
    boolean stable = now.isSame(changed);
    changed = now;
    return stable ? onChange : null;
  }
}
