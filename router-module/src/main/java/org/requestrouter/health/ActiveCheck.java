package org.requestrouter.health;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.config.CheckConfig;

/** The checks of one server, one after another. */
final class ActiveCheck implements ActiveChecks.Handle {
  private final ActiveChecks checks;
  private final ProbeSource source;
  private final CheckConfig config;
  private final ServerHealth health;
  private long firstDelay;

  // Guarded by this.
  private boolean running;
  private long round;
  private boolean ended = true;
  private Probe probe;
  private long next;
  private Scheduler.Task timer;
  private Scheduler.Task timeout;

  ActiveCheck(ActiveChecks checks, ProbeSource source, CheckConfig config, ServerHealth health) {
    this.checks = checks;
    this.source = source;
    this.config = config;
    this.health = health;
  }

  void delay(long millis) {
    firstDelay = millis;
  }

  void start() {
    try {
      source.start();
    } catch (Exception x) {
      throw new IllegalArgumentException(x.getMessage(), x);
    }
    health.onDoubt(this::hasten);
    synchronized (this) {
      running = true;
      schedule(firstDelay);
    }
  }

  private void schedule(long millis) {
    next = NanoTime.now() + TimeUnit.MILLISECONDS.toNanos(millis);
    timer = checks.scheduler().schedule(this::begin, millis, TimeUnit.MILLISECONDS);
  }

  private void begin() {
    Probe before;
    long number;
    synchronized (this) {
      if (!running || !ended) {
        return;
      }
      before = probe;
      probe = null;
      ended = false;
      number = ++round;
      cancel(timeout);
      timeout =
          checks
              .scheduler()
              .schedule(
                  () -> expired(number), config.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
    if (before != null) {
      before.close(); // Its content may still have been coming.
    }
    probe(number);
  }

  private void probe(long number) {
    try {
      Probe begun = source.probe((passed, result) -> ended(number, passed, result));
      boolean unwanted;
      synchronized (this) {
        unwanted = !running || round != number;
        probe = unwanted ? probe : begun;
      }
      if (unwanted) {
        begun.close();
      }
    } catch (IOException | RuntimeException x) {
      ended(number, false, FailureText.of(x));
    }
  }

  private void expired(long number) {
    Probe late;
    synchronized (this) {
      if (!running || round != number) {
        return;
      }
      late = probe;
    }
    String waiting = late == null ? "result" : late.waitingFor();
    ended(number, false, "no " + waiting + " within " + config.getTimeout().toMillis() + "ms");
    if (late != null) {
      late.close();
    }
  }

  private void ended(long number, boolean passed, String result) {
    synchronized (this) {
      if (!running || round != number || ended) {
        return;
      }
      ended = true;
    }
    health.checked(passed, result);
    synchronized (this) {
      if (running && round == number) {
        schedule(health.isTransitional() ? fastMillis() : config.getInterval().toMillis());
      }
    }
  }

  private long fastMillis() {
    return config.getFastInterval().toMillis();
  }

  /** Has the next check made within the fast interval, if it is not under way. */
  private synchronized void hasten() {
    long soon = NanoTime.now() + TimeUnit.MILLISECONDS.toNanos(fastMillis());
    if (running && ended && next - soon > 0 && cancel(timer)) {
      schedule(fastMillis());
    }
  }

  private static boolean cancel(Scheduler.Task task) {
    return task != null && task.cancel();
  }

  void pause() {
    Probe open;
    synchronized (this) {
      running = false;
      ended = true;
      round++;
      open = probe;
      probe = null;
      cancel(timer);
      cancel(timeout);
    }
    if (open != null) {
      open.close();
    }
    source.stop();
  }

  @Override
  public void stop() {
    pause();
    checks.remove(this);
  }
}
