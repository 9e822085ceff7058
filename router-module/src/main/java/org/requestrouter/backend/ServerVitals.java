package org.requestrouter.backend;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.BreakerConfig;
import org.requestrouter.exchange.Failure;
import org.requestrouter.health.CircuitBreaker;
import org.requestrouter.health.Observation;
import org.requestrouter.health.ServerHealth;
import org.requestrouter.health.SlowStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a server is: whether checks and requests show it up, whether its circuit breaker lets
 * requests pass, and how much it can take since it came up.
 */
final class ServerVitals {
  private static final Logger LOG = LoggerFactory.getLogger(ServerVitals.class);

  /** What a whole share of the weight is, so that a slow start can give a hundredth of one. */
  private static final int WHOLE = 100;

  /** How often a slow start raises the share. */
  private static final int STEPS = 20;

  private static final long LEAST_STEP_MILLIS = 20;

  private final String label;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Runnable onChange;
  private final ServerHealth health;
  private BreakerConfig breakerConfig;
  private volatile CircuitBreaker breaker;
  private volatile SlowStart slowStart;
  private volatile long step;
  private Scheduler.Task timer;
  private boolean stopped;

  /**
   * Creates the vitals of a server that is up.
   *
   * @param label what the log calls the server
   * @param onChange run when they have changed
   */
  ServerVitals(String label, Scheduler scheduler, Executor executor, Runnable onChange) {
    this.label = label;
    this.scheduler = scheduler;
    this.executor = executor;
    this.onChange = onChange;
    this.health = new ServerHealth(label, scheduler);
    health.listen((up, reason) -> changed());
  }

  /** Sets what is concluded from; what has been concluded remains, except by the breaker. */
  void configure(BackendConfig config) {
    health.configure(config.getCheck(), config.getObserve());
    slowStart =
        config.getSlowStart() == null ? null : new SlowStart(config.getSlowStart(), NanoTime::now);
    step =
        slowStart == null
            ? 0
            : Math.max(LEAST_STEP_MILLIS, config.getSlowStart().toMillis() / STEPS);
    if (!Objects.equals(config.getCircuitBreaker(), breakerConfig)) {
      breakerConfig = config.getCircuitBreaker();
      breaker = breakerConfig == null ? null : newBreaker();
    }
  }

  private CircuitBreaker newBreaker() {
    CircuitBreaker made = new CircuitBreaker(label, breakerConfig, NanoTime::now);
    made.listen((closed, reason) -> changed());
    made.onShift(this::lookSoon);
    return made;
  }

  ServerHealth health() {
    return health;
  }

  /** The breaker, or null. */
  CircuitBreaker breaker() {
    return breaker;
  }

  private void changed() {
    onChange.run();
    CircuitBreaker current = breaker;
    long nanos = current == null ? 0 : current.nanosUntilPass();
    if (nanos > 0) {
      // Then requests may pass again, as probes.
      lookIn(nanos / 1_000_000 + 1);
    } else if (isStarting()) {
      lookIn(step);
    }
  }

  /** Looks again then, once: what is to come is judged anew at each look. */
  private synchronized void lookIn(long millis) {
    if (timer != null) {
      timer.cancel();
    }
    timer = stopped ? null : scheduler.schedule(this::lookSoon, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks on a thread that may take its time, and that holds no locks. */
  private void lookSoon() {
    try {
      executor.execute(this::changed);
    } catch (RejectedExecutionException x) {
      LOG.debug("{} is not looked at: the server stops", label, x);
    }
  }

  /** Whether requests may be sent, if only to see what comes of them. */
  boolean isAble() {
    CircuitBreaker current = breaker;
    return health.isUp() && (current == null || current.nanosUntilPass() == 0);
  }

  private boolean isStarting() {
    SlowStart current = slowStart;
    return current != null && health.isUp() && current.share(health.recovered()) < 1;
  }

  /** What the weight counts at this moment, in hundredths. */
  int share(int weight) {
    SlowStart current = slowStart;
    int whole = weight * WHOLE;
    return current == null ? whole : current.of(whole, health.recovered());
  }

  /** Asks the breaker for a pass, which goes with the attempt. */
  int tryPass() {
    CircuitBreaker current = breaker;
    return current == null ? 0 : current.tryPass();
  }

  void responded(int pass, int status) {
    health.observed(Observation.CONNECTED);
    Observation seen = Observation.of(status);
    health.observed(seen);
    record(pass, seen == Observation.GOOD_RESPONSE);
  }

  void failed(int pass, Failure failure) {
    switch (failure.kind()) {
      case CONNECT, CONNECT_TIMEOUT -> {
        health.observed(Observation.NOT_CONNECTED);
        record(pass, false);
      }
      case RESPONSE_EMPTY, RESPONSE_MISSING, RESPONSE_INVALID, SERVER_TIMEOUT -> {
        health.observed(Observation.NO_RESPONSE);
        record(pass, false);
      }
      // A reused connection may end at any time, and a status has been counted already.
      default -> cancel(pass);
    }
  }

  private void record(int pass, boolean ok) {
    CircuitBreaker current = breaker;
    if (current != null) {
      current.record(pass, ok);
    }
  }

  /** The attempt has shown nothing of the server. */
  void cancel(int pass) {
    CircuitBreaker current = breaker;
    if (current != null) {
      current.cancel(pass);
    }
  }

  synchronized void stop() {
    health.stop();
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
