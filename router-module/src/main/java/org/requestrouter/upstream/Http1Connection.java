package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.headers.ProxyHeader;

/**
 * A connection to a server, which carries one attempt at a time. It waits for input all the time,
 * also while idle: a server that closes, or speaks without being asked, takes the connection out of
 * the pool.
 */
final class Http1Connection implements UpstreamSocket.Owner, Timeouts.Timed {

  private enum State {
    IDLE,
    BUSY,
    CLOSED
  }

  private final Http1Upstream upstream;
  private final UpstreamSocket socket;
  private final ProxyHeader opening;
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private volatile Http1Stream stream;
  private volatile long lastActivity = NanoTime.now();
  private volatile long serverTimeout;
  private boolean used;

  /** The neighbours in the pool, which alone reads and writes them. */
  Http1Connection newer;

  Http1Connection older;

  Http1Connection(Http1Upstream upstream, UpstreamSocket socket, ProxyHeader opening) {
    this.upstream = upstream;
    this.socket = socket;
    this.opening = opening;
  }

  /** Begins to use the connection, for the attempt that it was made for. */
  void open(Attempt attempt) {
    serverTimeout = attempt.exchange().settings().timing().server();
    upstream.opened(this);
    socket.own(this);
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
      return socket.read(probe) == 0;
    } catch (IOException x) {
      return false;
    }
  }

  /** Sends the attempt on this connection, which the caller has acquired. */
  void send(Attempt attempt) {
    touch();
    long timeout = attempt.exchange().settings().timing().server();
    boolean sooner = timeout < (used ? upstream.keepAlive() : serverTimeout);
    serverTimeout = timeout;
    if (sooner) {
      // The timer may look again only when the connection would have been idle for too long.
      upstream.context().timeouts().schedule(this);
    }
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
    if (state.compareAndSet(State.BUSY, State.IDLE)) {
      waitForInput();
      upstream.idle(this);
      upstream.context().timeouts().schedule(this);
      if (state.get() == State.CLOSED) {
        upstream.closed(this);
      }
    }
  }

  /** Gives the socket away to a tunnel; this connection is used no more. */
  void detach() {
    stream = null;
    state.set(State.CLOSED);
    upstream.closed(this);
  }

  UpstreamSocket socket() {
    return socket;
  }

  void waitForInput() {
    socket.waitForInput();
  }

  int read(ByteBuffer buffer) throws IOException {
    return socket.read(buffer);
  }

  boolean flush(ByteBuffer... buffers) throws IOException {
    return socket.flush(buffers);
  }

  void writeLater(Callback callback, ByteBuffer... rest) {
    socket.writeLater(callback, rest);
  }

  /** Notes that bytes went over this connection. */
  void touch() {
    lastActivity = NanoTime.now();
  }

  Http1Upstream upstream() {
    return upstream;
  }

  /** What the server has been told of the client that it serves, or null for nothing. */
  ProxyHeader opening() {
    return opening;
  }

  /** The attempt that is carried now, or null. */
  Attempt attempt() {
    Http1Stream current = stream;
    return current == null ? null : current.attempt();
  }

  /** The selector that carries this connection. */
  ManagedSelector selector() {
    return socket.selector();
  }

  boolean isIdle() {
    return state.get() == State.IDLE;
  }

  boolean isWaitingLongerThan(long nanos) {
    Http1Stream current = stream;
    return current != null && current.isWaiting() && NanoTime.since(lastActivity) > nanos;
  }

  @Override
  public void readable() {
    Http1Stream current = stream;
    if (current != null) {
      current.receive();
    } else {
      closeIdle();
    }
  }

  boolean closeIdle() {
    boolean idle = state.compareAndSet(State.IDLE, State.CLOSED);
    if (idle) {
      socket.close();
    }
    return idle;
  }

  @Override
  public long getExpireNanoTime() {
    return lastActivity + (isIdle() ? upstream.keepAlive() : serverTimeout);
  }

  @Override
  public boolean expired() {
    if (closeIdle()) {
      return true;
    }
    Http1Stream current = stream;
    if (current == null || !current.isServersTurn()) {
      // The client keeps the exchange waiting; its own timeout decides.
      touch();
    } else if (NanoTime.until(getExpireNanoTime()) <= 0) {
      touch();
      upstream.context().executor().execute(current::timeout);
    }
    return false;
  }

  void close() {
    state.set(State.CLOSED);
    socket.close();
  }

  @Override
  public void closed() {
    state.set(State.CLOSED);
    upstream.closed(this);
    Http1Stream current = stream;
    if (current != null) {
      // Finds the end, unless the exchange has ended before.
      current.receive();
    }
  }
}
