package org.requestrouter.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.requestrouter.connector.ClientEndPoints;
import org.requestrouter.connector.InlineHttpConnection;

/**
 * Notices that an HTTP/1 client leaves while its request waits. Jetty reads nothing between the end
 * of a request and its response, so this keeps read interest on the client's connection meanwhile.
 * Bytes that arrive are a pipelined request, or content sent without waiting for 100 Continue: they
 * are handed to Jetty's connection as long as its buffer has room, then the watch ends.
 */
final class ClientWatch implements Callback {

  private enum State {
    OFF,
    ARMED,
    /** The selector's thread is reading; whoever stops the watch now leaves the rest to it. */
    READING,
    /** As before, and there is more to read since. */
    READING_ON,
    STOPPED,
    /** Stopped, with the read interest left to the connection. */
    LEFT
  }

  private Request request;
  private final HttpConnection connection;
  private final AbstractEndPoint endPoint;
  private Exchange exchange;
  private final AtomicReference<State> state = new AtomicReference<>(State.OFF);
  private int room;
  private Runnable afterReading;

  ClientWatch(Request request, Exchange exchange) {
    this.request = request;
    this.connection = (HttpConnection) request.getConnectionMetaData().getConnection();
    this.endPoint = ClientEndPoints.reading(connection.getEndPoint());
    this.exchange = exchange;
  }

  /** Whether the client needs to be watched: other protocols report departures by themselves. */
  static boolean applies(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof HttpConnection http
        && ClientEndPoints.reading(http.getEndPoint()) != null;
  }

  /** Starts to watch, unless the connection's buffer is full of pipelined bytes. */
  void start() {
    room = inputBufferSize() - countBuffered();
    if (connection instanceof InlineHttpConnection inline) {
      inline.releaseEmptyBuffer();
    }
    if (room > 0 && state.compareAndSet(State.OFF, State.ARMED)) {
      connection.tryFillInterested(this);
      failIfClosed();
    }
  }

  /** What is registered with a closed end point is told nothing by it. */
  private void failIfClosed() {
    if (!endPoint.isOpen()) {
      endPoint.getFillInterest().onClose();
    }
  }

  /** Counts the pipelined bytes, which means to take them out and put them back. */
  private int countBuffered() {
    if (connection.isRequestBufferEmpty()) {
      return 0;
    }
    ByteBuffer buffered = connection.onUpgradeFrom();
    int count = buffered.remaining();
    connection.onUpgradeTo(buffered);
    return count;
  }

  /**
   * Stops watching for good.
   *
   * @param leaveInterest whether what is registered may be left to the connection
   * @param then what is run by the reading thread, if one is just reading
   * @return whether the watch is stopped already, so that {@code then} will not be run
   */
  boolean stop(boolean leaveInterest, Runnable then) {
    while (true) {
      State current = state.get();
      switch (current) {
        case OFF -> {
          if (state.compareAndSet(current, State.STOPPED)) {
            return true;
          }
        }
        case ARMED -> {
          if ((leaveInterest && leaveInterest()) || giveUpInterest()) {
            return true;
          }
        }
        case READING, READING_ON -> {
          afterReading = then;
          if (state.compareAndSet(current, State.STOPPED)) {
            return false;
          }
        }
        default -> {
          return true;
        }
      }
    }
  }

  private boolean leaveInterest() {
    if (!(connection instanceof InlineHttpConnection inline) || !inline.leaveInterest()) {
      return false;
    }
    if (!state.compareAndSet(State.ARMED, State.LEFT)) {
      inline.withdrawInterest();
      return false;
    }
    // The connection may be idle for long, and holds this callback meanwhile.
    request = null;
    exchange = null;
    return true;
  }

  private boolean giveUpInterest() {
    if (!state.compareAndSet(State.ARMED, State.STOPPED)) {
      return false;
    }
    // Takes this callback out; the connection can register its own again.
    endPoint.getFillInterest().fillable();
    return true;
  }

  @Override
  public void succeeded() {
    if (state.compareAndSet(State.ARMED, State.READING)) {
      read();
    } else if (!state.compareAndSet(State.READING, State.READING_ON) && state.get() == State.LEFT) {
      ((InlineHttpConnection) connection).inputReady();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (state.compareAndSet(State.ARMED, State.STOPPED)) {
      exchange.clientLeft(cause);
    } else if (state.get() == State.LEFT) {
      ((InlineHttpConnection) connection).inputFailed(cause);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return Invocable.InvocationType.NON_BLOCKING;
  }

  private void read() {
    RetainableByteBuffer buffer =
        request.getComponents().getByteBufferPool().acquire(inputBufferSize(), true);
    try {
      // Empty in Jetty's sense, with no more capacity than there is room for.
      ByteBuffer whole = buffer.getByteBuffer().duplicate().clear();
      ByteBuffer bytes = whole.slice(0, Math.min(room, whole.capacity())).limit(0);
      int filled = endPoint.fill(bytes);
      if (filled < 0) {
        departed();
      } else {
        if (filled > 0) {
          connection.onUpgradeTo(bytes);
          room -= filled;
          exchange.content().proceed();
        }
        readAgain();
      }
    } catch (IOException x) {
      departed();
    } finally {
      buffer.release();
    }
  }

  private int inputBufferSize() {
    return request.getConnectionMetaData().getHttpConfiguration().getInputBufferSize();
  }

  private void readAgain() {
    if (room == 0) {
      if (!end()) {
        afterReading.run();
      }
      return;
    }
    // Register before the state says so: once ARMED, another thread may stop the watch and let the
    // connection register its own interest.
    endPoint.tryFillInterested(this);
    if (state.compareAndSet(State.READING, State.ARMED)) {
      failIfClosed();
      return;
    }
    if (state.compareAndSet(State.READING_ON, State.READING)) {
      // It fired at once, for another thread.
      read();
      return;
    }
    endPoint.getFillInterest().fillable();
    afterReading.run();
  }

  /** Ends the watch from within; false if it has been stopped from outside. */
  private boolean end() {
    return state.compareAndSet(State.READING, State.STOPPED)
        || state.compareAndSet(State.READING_ON, State.STOPPED);
  }

  private void departed() {
    if (end()) {
      exchange.clientLeft(new EofException("client left"));
    } else {
      afterReading.run();
    }
  }
}
