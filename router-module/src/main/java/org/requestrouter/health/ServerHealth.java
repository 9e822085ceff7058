package org.requestrouter.health;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.ObserveConfig;

/**
 * Whether one server is up, concluded from checks and from the requests that it gets.
 *
 * <p>A server begins up. The first check that it fails takes it down if it has never passed one;
 * later it takes {@code fall} failures in a row, and {@code rise} successes in a row to come up
 * again. Too many errors of requests in a row do what {@link ObserveConfig#getOnError()} says.
 */
@ManagedObject("The health of a server")
public final class ServerHealth {
  /** The time of a recovery that has not been. */
  public static final long NEVER = Long.MIN_VALUE;

  private final StateReports reports;
  private final Scheduler scheduler;

  /** How many requests in a row have failed. */
  private final AtomicInteger errors = new AtomicInteger();

  private volatile boolean up = true;
  private volatile long recovered = NEVER;
  private volatile Settings settings = new Settings(null, null);
  private volatile Runnable doubt = () -> {};

  // Guarded by this.
  private boolean unproven;
  private int contrary;
  private Instant since = Instant.now();
  private long checks;
  private long failedChecks;
  private long transitions;
  private String lastCheck = "";
  private Scheduler.Task trial;

  private record Settings(CheckConfig check, ObserveConfig observe) {

    boolean responses() {
      return observe.getLayer().equals(ObserveConfig.LAYER7);
    }
  }

  /**
   * Creates the health of a server that is up and neither checked nor observed.
   *
   * @param label what the log calls the server
   * @param scheduler where the down time of servers without checks is waited for
   */
  public ServerHealth(String label, Scheduler scheduler) {
    this.reports = new StateReports(label);
    this.scheduler = scheduler;
  }

  /**
   * Sets what the state is concluded from, at first and whenever the configuration changes; the
   * state remains, unless there is nothing left that could take a server up again.
   *
   * @param check how the server is checked, or null
   * @param observe how its requests are observed, or null
   */
  public void configure(CheckConfig check, ObserveConfig observe) {
    synchronized (this) {
      boolean first = check != null && settings.check == null;
      settings = new Settings(check, observe);
      errors.set(0);
      contrary = 0;
      unproven = up && check != null && (first || unproven);
      if (!up && check == null && trial == null) {
        goUp("no longer checked");
      }
    }
    deliver();
  }

  /** Has a listener told of each change of state from now on. */
  public void listen(StateListener listener) {
    reports.listen(listener);
  }

  /** Whether the server may be given requests, as far as its health is concerned. */
  @ManagedAttribute("Whether the server is up")
  public boolean isUp() {
    return up;
  }

  /** Returns when the server last came up, on the scale of {@link NanoTime}, or {@link #NEVER}. */
  public long recovered() {
    return recovered;
  }

  /** Counts what a request shows. Costs one volatile read while the server is healthy. */
  public void observed(Observation observation) {
    if (observation.good() && errors.get() == 0) {
      return;
    }
    Settings current = settings;
    if (current.observe == null || !observation.counts(current.responses())) {
      return;
    }
    count(observation.good(), observation, current);
  }

  /** Counts a request, whatever the layer. Costs one volatile read while the server is healthy. */
  public void observed(boolean ok) {
    if (ok && errors.get() == 0) {
      return;
    }
    Settings current = settings;
    if (current.observe != null) {
      count(ok, "request failed", current);
    }
  }

  private void count(boolean ok, Object last, Settings current) {
    if (ok) {
      errors.set(0);
    } else if (errors.incrementAndGet() >= current.observe.getErrorLimit()) {
      tooManyErrors(last);
      deliver();
      doubt.run();
    }
  }

  private synchronized void tooManyErrors(Object last) {
    Settings current = settings;
    int count = errors.get();
    if (current.observe == null || count < current.observe.getErrorLimit()) {
      return; // Another thread has been here since.
    }
    errors.set(0);
    String reason = (count == 1 ? "an error" : count + " errors in a row") + ": " + last;
    boolean checked = current.check != null;
    if (up && !(checked && current.observe.getOnError().equals(ObserveConfig.FAIL_CHECK))) {
      goDown(reason);
    } else if (checked) {
      fail(reason);
    }
  }

  /**
   * Counts the result of a check.
   *
   * @param passed whether the server has passed it
   * @param result what has come of it, for people
   */
  public void checked(boolean passed, String result) {
    synchronized (this) {
      checks++;
      failedChecks += passed ? 0 : 1;
      lastCheck = result;
      if (settings.check != null) {
        if (passed) {
          pass(result);
        } else {
          fail("check failed" + (up && !unproven ? times(contrary + 1) : "") + ": " + result);
        }
      }
    }
    deliver();
  }

  private void pass(String result) {
    errors.set(0);
    unproven = false;
    if (up) {
      contrary = 0;
    } else if (++contrary >= settings.check.getRise()) {
      goUp("check passed" + times(contrary) + ": " + result);
    }
  }

  private void fail(String reason) {
    if (!up) {
      contrary = 0;
    } else if (++contrary >= settings.check.getFall() || unproven) {
      goDown(reason);
    }
  }

  private static String times(int count) {
    return count == 1 ? "" : " " + count + " times";
  }

  private void goDown(String reason) {
    up = false;
    changed(reason);
    if (settings.check == null) {
      long downTime = settings.observe.getDownTime().toMillis();
      trial = scheduler.schedule(this::tryAgain, downTime, TimeUnit.MILLISECONDS);
    }
  }

  private void goUp(String reason) {
    recovered = NanoTime.now();
    up = true;
    changed(reason);
  }

  private void changed(String reason) {
    contrary = 0;
    unproven = false;
    errors.set(0);
    transitions++;
    since = Instant.now();
    reports.add(up, reason);
  }

  private void tryAgain() {
    synchronized (this) {
      trial = null;
      if (!up && settings.check == null) {
        goUp("tried again after the down time");
        errors.set(settings.observe == null ? 0 : settings.observe.getErrorLimit() - 1);
      }
    }
    deliver();
  }

  private void deliver() {
    reports.deliver("up", "down");
  }

  /** Has the next check made earlier, if errors of requests put the state in doubt. */
  void onDoubt(Runnable hasten) {
    doubt = hasten;
  }

  /** Whether the next check should come soon: nothing is known, or the state is about to change. */
  synchronized boolean isTransitional() {
    return unproven || contrary > 0;
  }

  /** Ends what is waited for; the server is no longer in use. */
  public synchronized void stop() {
    if (trial != null) {
      trial.cancel();
      trial = null;
    }
  }

  /** Returns since when the state has been what it is, in ISO notation. */
  @ManagedAttribute("Since when the state is what it is")
  public synchronized String getSince() {
    return since.toString();
  }

  /** Returns how many checks there have been. */
  @ManagedAttribute("The checks made")
  public synchronized long getChecks() {
    return checks;
  }

  /** Returns how many checks have failed, whether or not that changed the state. */
  @ManagedAttribute("The checks failed")
  public synchronized long getFailedChecks() {
    return failedChecks;
  }

  /** Returns how often the server has gone down or come up. */
  @ManagedAttribute("The changes of state")
  public synchronized long getTransitions() {
    return transitions;
  }

  /** Returns what has come of the last check, or an empty text if there has been none. */
  @ManagedAttribute("The result of the last check")
  public synchronized String getLastCheck() {
    return lastCheck;
  }
}
