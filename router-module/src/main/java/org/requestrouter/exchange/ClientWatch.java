package org.requestrouter.exchange;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Notices that an HTTP/1 client leaves while its request waits. Jetty reads nothing between the end
 * of a request and its response, so this keeps read interest on the client's connection meanwhile.
 * Bytes that arrive are a pipelined request, or content sent without waiting for 100 Continue: they
 * are handed to Jetty's connection, and the watch ends, since a second read would have to buffer.
 */
final class ClientWatch implements Callback {

  private enum State {
    OFF,
    ARMED,
    /** The selector's thread is reading; whoever stops the watch now leaves the rest to it. */
    READING,
    STOPPED
  }

  private final Request request;
  private final HttpConnection connection;
  private final AbstractEndPoint endPoint;
  private final Exchange exchange;
  private final AtomicReference<State> state = new AtomicReference<>(State.OFF);
  private Runnable afterReading;

  ClientWatch(Request request, Exchange exchange) {
    this.request = request;
    this.connection = (HttpConnection) request.getConnectionMetaData().getConnection();
    this.endPoint = (AbstractEndPoint) connection.getEndPoint();
    this.exchange = exchange;
  }

  /** Whether the client needs to be watched: other protocols report departures by themselves. */
  static boolean applies(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof HttpConnection http
        && http.getEndPoint() instanceof AbstractEndPoint;
  }

  /** Starts to watch, unless pipelined bytes are already waiting in the connection's buffer. */
  void start() {
    if (connection.isRequestBufferEmpty() && state.compareAndSet(State.OFF, State.ARMED)) {
      endPoint.tryFillInterested(this);
    }
  }

  /**
   * Stops watching for good.
   *
   * @param then what is run by the reading thread, if one is just reading
   * @return whether the watch is stopped already, so that {@code then} will not be run
   */
  boolean stop(Runnable then) {
    while (true) {
      State current = state.get();
      if (current == State.STOPPED) {
        return true;
      }
      if (current == State.READING) {
        afterReading = then;
      }
      if (state.compareAndSet(current, State.STOPPED)) {
        if (current == State.ARMED) {
          // Takes this callback out; the connection can register its own again.
          endPoint.getFillInterest().fillable();
        }
        return current != State.READING;
      }
    }
  }

  @Override
  public void succeeded() {
    if (state.compareAndSet(State.ARMED, State.READING)) {
      read();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (state.compareAndSet(State.ARMED, State.STOPPED)) {
      exchange.clientLeft(cause);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return Invocable.InvocationType.NON_BLOCKING;
  }

  private void read() {
    RetainableByteBuffer buffer =
        request
            .getComponents()
            .getByteBufferPool()
            .acquire(
                request.getConnectionMetaData().getHttpConfiguration().getInputBufferSize(), true);
    try {
      int filled = endPoint.fill(buffer.getByteBuffer());
      if (filled == 0) {
        readAgain();
      } else if (filled < 0) {
        departed(new EofException("client left"));
      } else {
        handOver(buffer);
      }
    } catch (IOException x) {
      departed(x);
    } finally {
      buffer.release();
    }
  }

  private void readAgain() {
    // Register before the state says so: once ARMED, another thread may stop the watch and let the
    // connection register its own interest.
    endPoint.tryFillInterested(this);
    if (!state.compareAndSet(State.READING, State.ARMED)) {
      endPoint.getFillInterest().fillable();
      afterReading.run();
    }
  }

  private void handOver(RetainableByteBuffer buffer) {
    connection.onUpgradeTo(buffer.getByteBuffer());
    if (buffer.hasRemaining()) {
      departed(new IOException("no room for pipelined bytes"));
      return;
    }
    if (state.compareAndSet(State.READING, State.STOPPED)) {
      exchange.clientSentMore();
    } else {
      afterReading.run();
    }
  }

  private void departed(Throwable cause) {
    if (state.compareAndSet(State.READING, State.STOPPED)) {
      exchange.clientLeft(cause);
    } else {
      afterReading.run();
    }
  }
}
