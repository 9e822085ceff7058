package org.requestrouter;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.backend.Backend;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * Ends the exchanges while the server stops. Those that wait, in a queue or for the header of a
 * response, are held for a time and then refused, early enough for the refusal to reach the client;
 * responses in progress go on until the server waits no longer, and are broken off then. Looks
 * again and again, since an exchange may begin to wait at any time.
 */
final class GracefulStop extends Graceful.Shutdown implements LifeCycle.Listener {
  static final Duration DEFAULT_HOLD = Duration.ofSeconds(3);

  private static final long LOOK_MILLIS = 100;

  /** What refusals may take, before the server cuts all off. */
  private static final long MARGIN_MILLIS = 1000;

  private static final int MARGIN_SHARE = 5;

  private final Server server;
  private final LiveBackends backends;
  private final long holdMillis;

  /** Those that went on after the hold, with the time at which their own ends. */
  private final Map<Exchange, Long> uploads = new HashMap<>();

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

  /** Begins to listen for the stop of the connectors, which end what they carry. */
  void install() {
    for (Connector connector : server.getConnectors()) {
      connector.addEventListener(this);
    }
  }

  /** The router has stopped. */
  void end() {
    ended = true;
    for (Connector connector : server.getConnectors()) {
      connector.removeEventListener(this);
    }
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
    if (elapsed >= Math.min(holdMillis, refuseMillis)) {
      for (Backend backend : backends.all()) {
        Failure failure = failure(backend);
        backend.forEachWaiting(exchange -> exchange.refuse(failure));
        forEachExchange(
            backend,
            exchange -> {
              if (isHoldOver(exchange, elapsed)) {
                exchange.refuse(failure);
              }
            });
      }
    }
    check();
    if (!ended) {
      next = server.getScheduler().schedule(this::lookOnThread, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** An upload is not cut off, either, and its hold begins when the server has all of it. */
  private boolean isHoldOver(Exchange exchange, long elapsed) {
    if (elapsed >= refuseMillis) {
      return true;
    }
    if (!exchange.content().isComplete()) {
      uploads.put(exchange, elapsed + holdMillis);
      return false;
    }
    Long end = uploads.get(exchange);
    return end == null || elapsed >= end;
  }

  private static void forEachExchange(Backend backend, Consumer<Exchange> action) {
    Consumer<Attempt> attempts = attempt -> action.accept(attempt.exchange());
    backend.forEachAttempt(attempts);
  }

  /**
   * The connector is about to close its connections, which a client could take for the end of the
   * content.
   */
  @Override
  public void lifeCycleStopping(LifeCycle connector) {
    for (Backend backend : backends.all()) {
      Failure failure = failure(backend);
      forEachExchange(
          backend,
          exchange -> {
            if (isCommittedOn(connector, exchange)) {
              exchange.clientFailed(failure);
            }
          });
    }
  }

  private static boolean isCommittedOn(LifeCycle connector, Exchange exchange) {
    return exchange.downstream().response().isCommitted()
        && exchange.downstream().request().getConnectionMetaData().getConnector() == connector;
  }
}
