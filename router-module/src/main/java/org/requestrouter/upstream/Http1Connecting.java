package org.requestrouter.upstream;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.headers.ProxyHeader;

/** An attempt whose connection is being made. */
final class Http1Connecting
    implements UpstreamSocket.Connecting, Attempt.Abortable, Timeouts.Timed {

  /** Between two tries for a place in the queue of a server that accepts slowly, in ms. */
  private static final long AGAIN = 20;

  private enum Phase {
    CONNECTING,
    CONNECTED,
    GIVEN_UP
  }

  private final Http1Upstream upstream;
  private final Attempt attempt;
  private final ProxyHeader opening;
  private final long expiry;
  private UpstreamSocket socket;
  private Phase phase = Phase.CONNECTING;

  /**
   * Creates one.
   *
   * @param opening what the connection is to begin with, or null
   */
  Http1Connecting(Http1Upstream upstream, Attempt attempt, ProxyHeader opening) {
    this.upstream = upstream;
    this.attempt = attempt;
    this.opening = opening;
    this.expiry = NanoTime.now() + attempt.exchange().settings().timing().connect();
  }

  Attempt attempt() {
    return attempt;
  }

  void connect(ManagedSelector selector) {
    // Before the attempt can be aborted, which takes this out again.
    upstream.connecting(this);
    if (!attempt.carriedBy(this)) {
      end(Phase.GIVEN_UP);
      return;
    }
    tryToConnect(selector);
  }

  private void tryToConnect(ManagedSelector selector) {
    try {
      opened(UpstreamSocket.connect(selector, upstream.openChannel(), upstream.address(), this));
    } catch (IOException | RuntimeException x) {
      if (UpstreamChannel.isQueueFull(upstream.address(), x)) {
        tryAgain(selector);
      } else {
        connectFailed(x);
      }
    }
  }

  /** Until the connect timeout ends, as the system does over TCP. */
  private void tryAgain(ManagedSelector selector) {
    UpstreamContext context = upstream.context();
    context
        .scheduler()
        .schedule(
            () -> context.executor().execute(() -> tryUnlessEnded(selector)),
            AGAIN,
            TimeUnit.MILLISECONDS);
  }

  private void tryUnlessEnded(ManagedSelector selector) {
    boolean wanted;
    synchronized (this) {
      wanted = phase == Phase.CONNECTING;
    }
    if (wanted) {
      tryToConnect(selector);
    }
  }

  /** The socket is known only now, and may be unwanted already. */
  private void opened(UpstreamSocket opened) {
    boolean unwanted;
    synchronized (this) {
      socket = opened;
      unwanted = phase == Phase.GIVEN_UP;
    }
    if (unwanted) {
      opened.close();
    }
  }

  @Override
  public void connected(UpstreamSocket connected) {
    if (!isOpened(connected)) {
      connected.close();
      connectFailed(new IOException("no room for the PROXY header"));
    } else if (end(Phase.CONNECTED)) {
      new Http1Connection(upstream, connected, opening).open(attempt);
    } else {
      connected.close();
    }
  }

  /** Says whom the connection serves. A new connection always has room for that. */
  private boolean isOpened(UpstreamSocket connected) {
    try {
      return opening == null || connected.flush(opening.buffer());
    } catch (IOException x) {
      return false;
    }
  }

  @Override
  public void connectFailed(Throwable cause) {
    if (end(Phase.GIVEN_UP)) {
      attempt.failed(new Failure(Failure.Kind.CONNECT, cause));
    }
  }

  @Override
  public void abort(Throwable cause) {
    giveUp();
  }

  private boolean giveUp() {
    if (!end(Phase.GIVEN_UP)) {
      return false;
    }
    UpstreamSocket unwanted;
    synchronized (this) {
      unwanted = socket;
    }
    if (unwanted != null) {
      unwanted.close();
    }
    return true;
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    if (giveUp()) {
      TimeoutException cause = new TimeoutException("connect timeout of " + upstream.address());
      Failure failure = new Failure(Failure.Kind.CONNECT_TIMEOUT, cause);
      upstream.context().executor().execute(() -> attempt.failed(failure));
    }
    return true;
  }

  /** Connected, failed, expired or aborted: only the first counts. */
  private boolean end(Phase how) {
    synchronized (this) {
      if (phase != Phase.CONNECTING) {
        return false;
      }
      phase = how;
    }
    upstream.ended(this);
    return true;
  }
}
