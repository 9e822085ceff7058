package org.requestrouter.health;

import java.util.function.LongSupplier;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.config.BreakerConfig;

/**
 * Spares a server that fails too many of its requests further ones for a while.
 *
 * <p>Each request that wants to go to the server asks for a pass, and says with that pass what has
 * come of it. The pass tells requests from before the breaker opened, which may fail long after the
 * server has recovered, from those that probe it. A breaker is closed, then open, then half-open:
 * when the open time is over a few requests pass as probes, whose success closes it and whose
 * failure opens it again. Probes that say nothing for the open time are succeeded by others.
 */
@ManagedObject("The circuit breaker of a server")
public final class CircuitBreaker {
  /** The pass of requests that must not go to the server. */
  public static final int REFUSED = -1;

  /** What a breaker can be. */
  public enum State {
    /** Requests pass. */
    CLOSED,
    /** No request passes. */
    OPEN,
    /** A few requests pass. */
    HALF_OPEN
  }

  private static final int PERCENT = 100;

  private final BreakerConfig config;
  private final LongSupplier clock;
  private final long openNanos;
  private final StateReports reports;

  /** Counts how often the breaker has opened or closed: even is closed. The passes' value. */
  private volatile int era;

  private volatile ErrorWindow window;
  private volatile Runnable shift = () -> {};

  /** When probes may pass: the first, or others in their place. */
  private volatile long due;

  /** How many probes may pass before that. */
  private volatile int permits;

  // Guarded by this.
  private boolean probing;
  private int successes;
  private long timesOpened;

  /**
   * Creates a breaker that is closed.
   *
   * @param label what the log calls the server
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  public CircuitBreaker(String label, BreakerConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.clock = nanoTime;
    this.openNanos = config.getOpenTime().toNanos();
    this.reports = new StateReports(label);
    this.window = newWindow();
  }

  private ErrorWindow newWindow() {
    return new ErrorWindow(config.getWindow().toNanos(), clock.getAsLong());
  }

  /**
   * Has an action run when {@link #nanosUntilPass} has become something else, though the breaker
   * has neither opened nor closed: probes are under way, or have come to nothing. It may be run by
   * whoever asks for a pass, so it must do nothing but ask for a look.
   */
  public void onShift(Runnable action) {
    shift = action;
  }

  /** Has a listener told when the breaker opens ({@code up} is false) and when it closes. */
  public void listen(StateListener listener) {
    reports.listen(listener);
  }

  /**
   * Asks for a pass. Costs one volatile read while the breaker is closed.
   *
   * @return a pass to be given back once by {@link #record} or {@link #cancel}, or {@link #REFUSED}
   */
  public int tryPass() {
    int current = era;
    return isClosed(current) ? current : probe(current);
  }

  private int probe(int current) {
    boolean round = clock.getAsLong() - due >= 0;
    if (!round && permits == 0) {
      return REFUSED;
    }
    int pass = takePermit(current);
    if (permits == 0) {
      shift.run();
    }
    return pass;
  }

  private synchronized int takePermit(int current) {
    long now = clock.getAsLong();
    if (era != current) {
      return REFUSED; // It has just opened again, or closed: the next request will see.
    }
    if (now - due >= 0) {
      probing = true;
      permits = config.getProbes();
      due = now + openNanos;
    }
    if (permits == 0) {
      return REFUSED;
    }
    permits = permits - 1;
    return current;
  }

  /**
   * Says what has come of a request; may be called on any thread.
   *
   * @param pass what it was let through with
   * @param ok whether the server has done its part
   */
  public void record(int pass, boolean ok) {
    if (pass != era) {
      return;
    }
    if (!isClosed(pass)) {
      probed(pass, ok);
      shift.run();
    } else {
      long now = clock.getAsLong();
      ErrorWindow current = window;
      current.record(ok, now);
      if (!ok) {
        judge(pass, current.totals(now));
      }
    }
    reports.deliver("given requests again", "spared requests");
  }

  /**
   * Gives a pass back that has shown nothing of the server: the client left, or another server was
   * taken. A further request may then probe in its place.
   */
  public void cancel(int pass) {
    if (!isClosed(pass)) {
      giveBack(pass);
      shift.run();
    }
  }

  private synchronized void giveBack(int pass) {
    if (pass == era && permits < config.getProbes()) {
      permits = permits + 1;
    }
  }

  private void judge(int pass, ErrorWindow.Totals totals) {
    boolean enough = totals.requests() >= config.getMinimumRequests();
    if (enough && totals.errors() * PERCENT >= totals.requests() * config.getErrorRatio()) {
      open(pass, totals.errors() + " of " + totals.requests() + " requests failed", 1);
    }
  }

  private synchronized void probed(int pass, boolean ok) {
    if (pass != era) {
      return;
    }
    if (!ok) {
      open(pass, "a probe failed", 2);
    } else if (++successes >= config.getProbes()) {
      window = newWindow();
      era = pass + 1;
      reports.add(true, "a probe succeeded");
    }
  }

  private synchronized void open(int pass, String reason, int eras) {
    if (pass != era) {
      return;
    }
    probing = false;
    permits = 0;
    successes = 0;
    due = clock.getAsLong() + openNanos;
    timesOpened++;
    era = pass + eras;
    if (eras == 1) {
      reports.add(false, reason);
    }
  }

  private static boolean isClosed(int era) {
    return (era & 1) == 0;
  }

  /** Returns what the breaker is. */
  public synchronized State state() {
    if (isClosed(era)) {
      return State.CLOSED;
    }
    return probing || clock.getAsLong() - due >= 0 ? State.HALF_OPEN : State.OPEN;
  }

  /** Returns in how many nanoseconds a request may pass at the latest; 0 if one may pass now. */
  public long nanosUntilPass() {
    return isClosed(era) || permits > 0 ? 0 : Math.max(0, due - clock.getAsLong());
  }

  /** Returns the state, for people. */
  @ManagedAttribute("The state")
  public String getState() {
    return state().toString();
  }

  /** Returns how often the breaker has opened, also from half-open. */
  @ManagedAttribute("How often the breaker has opened")
  public synchronized long getTimesOpened() {
    return timesOpened;
  }
}
