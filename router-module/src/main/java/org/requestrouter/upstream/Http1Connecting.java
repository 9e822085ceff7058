package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Failure;

/** An attempt whose connection is being made. */
final class Http1Connecting
    implements UpstreamSelectors.Connecting, Attempt.Abortable, Timeouts.Timed {
  private final Http1Upstream upstream;
  private final Attempt attempt;
  private final long expiry;
  private volatile SocketChannel channel;
  private volatile boolean done;

  Http1Connecting(Http1Upstream upstream, Attempt attempt) {
    this.upstream = upstream;
    this.attempt = attempt;
    this.expiry = NanoTime.now() + upstream.timing().connect();
  }

  void connect() {
    if (!attempt.carriedBy(this)) {
      return;
    }
    try {
      upstream.context().timeouts().add(this);
      channel = upstream.context().selectors().connect(upstream.address(), this);
      if (done) {
        // Expired or aborted before the channel was known.
        closeIfUnconnected();
      }
    } catch (IOException | RuntimeException x) {
      failed(x);
    }
  }

  @Override
  public Connection connected(UpstreamEndPoint endPoint) {
    done();
    return new Http1Connection(upstream, endPoint, attempt);
  }

  @Override
  public void failed(Throwable cause) {
    done();
    attempt.failed(new Failure(Failure.Kind.CONNECT, cause));
  }

  @Override
  public void abort(Throwable cause) {
    done();
    closeIfUnconnected();
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    abort(null);
    TimeoutException cause = new TimeoutException("connect timeout of " + upstream.address());
    Failure failure = new Failure(Failure.Kind.CONNECT_TIMEOUT, cause);
    upstream.context().executor().execute(() -> attempt.failed(failure));
    return true;
  }

  private void done() {
    done = true;
    upstream.context().timeouts().remove(this);
  }

  private void closeIfUnconnected() {
    SocketChannel connecting = channel;
    if (connecting != null && !connecting.isConnected()) {
      IO.close(connecting);
    }
  }
}
