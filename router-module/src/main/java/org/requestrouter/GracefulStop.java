package org.requestrouter;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.backend.Backend;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * Ends the exchanges while the server stops. Those that wait, in a queue or for the header of a
 * response, are held for a time and then refused, early enough for the refusal to reach the client;
 * upgraded connections are asked to leave at the same time; responses in progress go on until the
 * server waits no longer and closes the connections. Looks again and again, since an exchange may
 * begin to wait at any time.
 */
final class GracefulStop extends Graceful.Shutdown {
  static final Duration DEFAULT_HOLD = Duration.ofSeconds(3);

  private static final long LOOK_MILLIS = 100;

  /** What refusals may take, before the server cuts all off. */
  private static final long MARGIN_MILLIS = 1000;

  private static final int MARGIN_SHARE = 5;

  private final Server server;
  private final LiveBackends backends;
  private final long holdMillis;

  /** When the hold of exchanges ends that were still sent when the stop began. */
  private final Map<Exchange, Long> holdEnds = new HashMap<>();

  private long begin;
  private long refuseMillis;
  private volatile boolean ended;
  private volatile Scheduler.Task next;

  /**
   * Creates what acts once {@link #shutdown} is called.
   *
   * @param hold for how long exchanges that wait are held
   */
  GracefulStop(Server server, Duration hold, LiveBackends backends) {
    super("RequestRouter");
    this.server = server;
    this.backends = backends;
    this.holdMillis = hold.toMillis();
  }

  /** What becomes of an exchange that is refused. */
  static Failure failure(Backend backend) {
    IOException cause = new IOException("the server stops");
    return new Failure(Failure.Kind.STOPPING, cause, backend.retryAfter());
  }

  /** The router has stopped. */
  void end() {
    ended = true;
    Scheduler.Task scheduled = next;
    if (scheduled != null) {
      scheduled.cancel();
    }
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    boolean first = !isShutdown();
    CompletableFuture<Void> done = super.shutdown();
    if (first) {
      long timeout = server.getStopTimeout();
      begin = NanoTime.now();
      refuseMillis =
          timeout <= 0 ? Long.MAX_VALUE : timeout - Math.min(MARGIN_MILLIS, timeout / MARGIN_SHARE);
      lookOnThread();
    }
    return done;
  }

  @Override
  public boolean isShutdownDone() {
    return backends.all().stream().allMatch(Backend::isQuiet);
  }

  private void lookOnThread() {
    if (!ended) {
      server.getThreadPool().execute(this::look);
    }
  }

  private void look() {
    long elapsed = NanoTime.millisSince(begin);
    // First, so that an upload which ends just now is known to have been one.
    backends.all().forEach(backend -> noteUploads(backend, elapsed));
    if (elapsed >= Math.min(holdMillis, refuseMillis)) {
      backends.all().forEach(backend -> refuse(backend, elapsed));
      backends.all().forEach(backend -> backend.closeTunnels("server stops"));
    }
    check();
    if (!ended) {
      next = server.getScheduler().schedule(this::lookOnThread, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** An upload is not cut off, either, and its hold begins when it has been sent. */
  private void noteUploads(Backend backend, long elapsed) {
    forEachExchange(
        backend,
        exchange -> {
          if (!exchange.content().isComplete()) {
            holdEnds.put(exchange, elapsed + holdMillis);
          }
        });
  }

  private void refuse(Backend backend, long elapsed) {
    Failure failure = failure(backend);
    backend.forEachWaiting(exchange -> exchange.refuse(failure));
    forEachExchange(
        backend,
        exchange -> {
          if (elapsed >= refuseMillis || isHoldOver(exchange, elapsed)) {
            exchange.refuse(failure);
          }
        });
  }

  private boolean isHoldOver(Exchange exchange, long elapsed) {
    return exchange.content().isComplete()
        && elapsed >= holdEnds.getOrDefault(exchange, holdMillis);
  }

  private static void forEachExchange(Backend backend, Consumer<Exchange> action) {
    Consumer<Attempt> attempts = attempt -> action.accept(attempt.exchange());
    backend.forEachAttempt(attempts);
  }
}
