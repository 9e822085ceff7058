package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EventListener;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;

/**
 * A connection to a server, which carries one attempt at a time. Read interest is registered all
 * the time, also while idle: a server that closes, or speaks without being asked, takes the
 * connection out of the pool.
 */
final class Http1Connection implements Connection, Timeouts.Timed {

  private enum State {
    IDLE,
    BUSY,
    CLOSED
  }

  private final Http1Upstream upstream;
  private final UpstreamEndPoint endPoint;
  private final long created = System.currentTimeMillis();
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private final Callback fillable = new Fillable();
  private volatile Http1Stream stream;
  private volatile long lastActivity = NanoTime.now();
  private Attempt first;
  private boolean used;

  Http1Connection(Http1Upstream upstream, UpstreamEndPoint endPoint, Attempt first) {
    this.upstream = upstream;
    this.endPoint = endPoint;
    this.first = first;
  }

  @Override
  public void onOpen() {
    upstream.opened(this);
    Attempt attempt = first;
    first = null;
    send(attempt);
  }

  /** Takes an idle connection; false if it has been closed. */
  boolean acquire() {
    return state.compareAndSet(State.IDLE, State.BUSY);
  }

  /** Whether the server has neither ended the connection nor said anything unasked. */
  boolean isSilent() {
    ByteBuffer probe = ByteBuffer.allocate(1).limit(0);
    try {
      return endPoint.fill(probe) == 0;
    } catch (IOException x) {
      return false;
    }
  }

  /** Sends the attempt on this connection, which the caller has acquired. */
  void send(Attempt attempt) {
    touch();
    Http1Stream next = new Http1Stream(this, attempt, used);
    stream = next;
    used = true;
    // Before the request is written: the response must find read interest. It may have been taken
    // out between acquire() and here, by an event that found no stream yet.
    waitForInput();
    if (attempt.carriedBy(next)) {
      next.start();
    } else {
      next.discard();
      release();
    }
  }

  /** Returns this connection to the pool, after a clean exchange or unused. */
  void release() {
    stream = null;
    touch();
    if (state.compareAndSet(State.BUSY, State.IDLE)) {
      waitForInput();
      upstream.idle(this);
      upstream.context().timeouts().schedule(this);
      if (state.get() == State.CLOSED) {
        upstream.closed(this);
      }
    }
  }

  void waitForInput() {
    endPoint.tryFillInterested(fillable);
  }

  /** Notes that bytes went over this connection. */
  void touch() {
    lastActivity = NanoTime.now();
  }

  Http1Upstream upstream() {
    return upstream;
  }

  boolean isIdle() {
    return state.get() == State.IDLE;
  }

  boolean isWaitingLongerThan(long nanos) {
    Http1Stream current = stream;
    return current != null && current.isWaiting() && NanoTime.since(lastActivity) > nanos;
  }

  private void readable() {
    Http1Stream current = stream;
    if (current != null) {
      current.receive();
    } else if (state.compareAndSet(State.IDLE, State.CLOSED)) {
      endPoint.close();
    }
  }

  @Override
  public long getExpireNanoTime() {
    Http1Timing timing = upstream.timing();
    return lastActivity + (isIdle() ? timing.keepAlive() : timing.server());
  }

  @Override
  public boolean expired() {
    if (state.compareAndSet(State.IDLE, State.CLOSED)) {
      endPoint.close();
      return true;
    }
    Http1Stream current = stream;
    boolean serversTurn = current != null && current.isServersTurn();
    touch();
    if (serversTurn) {
      upstream.context().executor().execute(current::timeout);
    }
    // Otherwise the client keeps the exchange waiting; its own timeout decides.
    return false;
  }

  @Override
  public void onClose(Throwable cause) {
    state.set(State.CLOSED);
    upstream.closed(this);
  }

  @Override
  public void close() {
    state.set(State.CLOSED);
    endPoint.close();
  }

  @Override
  public EndPoint getEndPoint() {
    return endPoint;
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    return false;
  }

  @Override
  public void addEventListener(EventListener listener) {
    // Nothing to tell: the pool itself is told by onClose().
  }

  @Override
  public void removeEventListener(EventListener listener) {
    // None is ever added.
  }

  @Override
  public long getMessagesIn() {
    return 0;
  }

  @Override
  public long getMessagesOut() {
    return 0;
  }

  @Override
  public long getBytesIn() {
    return 0;
  }

  @Override
  public long getBytesOut() {
    return 0;
  }

  @Override
  public long getCreatedTimeStamp() {
    return created;
  }

  private final class Fillable implements Callback {
    @Override
    public void succeeded() {
      readable();
    }

    @Override
    public void failed(Throwable cause) {
      // The end point is closed: whoever is waiting reads the end from it.
      readable();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
