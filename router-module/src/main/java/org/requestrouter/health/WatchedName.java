package org.requestrouter.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One host name that is looked up at an interval. */
final class WatchedName implements NameWatch.Handle {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedName.class);

  private final NameWatch watch;
  private final String host;
  private final long interval;
  private final NameWatch.Listener listener;

  // Guarded by this.
  private List<InetAddress> known = List.of();
  private boolean running;
  private boolean looking;
  private boolean failing;
  private Scheduler.Task timer;

  WatchedName(NameWatch watch, String host, Duration interval, NameWatch.Listener listener) {
    this.watch = watch;
    this.host = host;
    this.interval = interval.toMillis();
    this.listener = listener;
  }

  synchronized void know(List<InetAddress> addresses) {
    known = addresses;
  }

  synchronized void start() {
    if (!running) {
      running = true;
      schedule();
    }
  }

  /** Unless a look-up is still at work, whose end schedules the next. */
  private void schedule() {
    if (running && !looking) {
      timer = watch.scheduler().schedule(this::expired, interval, TimeUnit.MILLISECONDS);
    }
  }

  /** On the scheduler's thread, where nothing may block. */
  private synchronized void expired() {
    if (!running || looking) {
      return;
    }
    looking = true;
    try {
      watch.executor().execute(this::lookUp);
    } catch (RejectedExecutionException x) {
      LOG.debug("{} is not looked up", host, x);
      looking = false;
      schedule();
    }
  }

  private void lookUp() {
    try {
      found(watch.lookUp(host));
    } catch (UnknownHostException | RuntimeException x) {
      failed(x);
    } finally {
      synchronized (this) {
        looking = false;
        schedule();
      }
    }
  }

  private void found(List<InetAddress> addresses) {
    if (accept(addresses)) {
      tell(addresses);
    }
  }

  private synchronized boolean accept(List<InetAddress> addresses) {
    if (!running) {
      return false;
    }
    if (failing) {
      failing = false;
      LOG.info("{} is resolved again", host);
    }
    if (addresses.equals(known)) {
      return false;
    }
    LOG.info("{} has new addresses: {}, before {}", host, addresses, known);
    known = addresses;
    return true;
  }

  private void tell(List<InetAddress> addresses) {
    try {
      listener.changed(addresses);
    } catch (RuntimeException x) {
      LOG.warn("{}: {} failed", host, listener, x);
    }
  }

  private synchronized void failed(Exception cause) {
    if (running && !failing) {
      failing = true;
      LOG.warn("{} is not resolved, its addresses remain {}: {}", host, known, cause.toString());
    }
  }

  synchronized void pause() {
    running = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public void stop() {
    pause();
    watch.remove(this);
  }
}
