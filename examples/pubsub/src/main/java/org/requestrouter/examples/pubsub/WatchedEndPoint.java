package org.requestrouter.examples.pubsub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * An end point that tells when its client leaves in the middle of a long wait.
 *
 * <p>Jetty's HTTP/1.1 connection does not read from the socket while a response is pending, so a
 * client's departure would show only when the response is written. This end point reads in that
 * time, and keeps what a pipelining client may have sent, for the connection to read later.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  private static final int READ_AHEAD = 1024;

  private final Callback watch = new Watch();
  private Runnable onDeparture;
  private boolean watching;
  private Callback postponed;
  private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** Runs the action, at most once, when the client leaves; null forgets the last action. */
  void onDeparture(Runnable action) {
    synchronized (this) {
      onDeparture = action;
    }
    if (action != null) {
      watch();
    }
  }

  private void watch() {
    synchronized (this) {
      if (watching || ahead.hasRemaining()) {
        return;
      }
      watching = true;
    }
    if (!super.tryFillInterested(watch)) {
      synchronized (this) {
        watching = false;
      }
    }
  }

  /** There is but one read interest: while the watch has it, the connection's own waits here. */
  private boolean postpone(Callback callback) {
    synchronized (this) {
      if (watching) {
        postponed = callback;
        return true;
      }
      if (!ahead.hasRemaining()) {
        return false;
      }
    }
    callback.succeeded();
    return true;
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!postpone(callback)) {
      super.fillInterested(callback);
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return postpone(callback) || super.tryFillInterested(callback);
  }

  /** The connection refuses to go on after a response while it believes itself to be reading. */
  @Override
  public boolean isFillInterested() {
    synchronized (this) {
      if (watching) {
        return postponed != null;
      }
    }
    return super.isFillInterested();
  }

  /**
   * Under the same lock as the watch's own reading: a client may send its next request as soon as
   * it sees the response, when the connection is about to read and the watch has just been called.
   */
  @Override
  public synchronized int fill(ByteBuffer buffer) throws IOException {
    return ahead.hasRemaining() ? BufferUtil.append(buffer, ahead) : super.fill(buffer);
  }

  /** Ends the watch, and takes the connection's callback or else, if there is none, reads. */
  private synchronized Callback endWatch() throws IOException {
    watching = false;
    Callback callback = postponed;
    postponed = null;
    if (callback != null) {
      return callback;
    }
    ByteBuffer buffer = BufferUtil.allocate(READ_AHEAD);
    if (super.fill(buffer) < 0) {
      throw new EofException("the client has left");
    }
    ahead = buffer;
    return null;
  }

  private void depart() {
    Runnable action;
    synchronized (this) {
      action = onDeparture;
      onDeparture = null;
    }
    if (action != null) {
      action.run();
    }
  }

  private synchronized boolean isWatchWanted() {
    return onDeparture != null && !ahead.hasRemaining();
  }

  private final class Watch implements Callback {
    @Override
    public void succeeded() {
      try {
        Callback connection = endWatch();
        if (connection != null) {
          connection.succeeded();
        } else if (isWatchWanted()) {
          watch();
        }
      } catch (IOException x) {
        depart();
      }
    }

    @Override
    public void failed(Throwable x) {
      Callback connection;
      synchronized (WatchedEndPoint.this) {
        watching = false;
        connection = postponed;
        postponed = null;
      }
      if (connection != null) {
        connection.failed(x);
      } else {
        depart();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
