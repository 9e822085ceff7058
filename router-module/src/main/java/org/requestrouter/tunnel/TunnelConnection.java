package org.requestrouter.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.requestrouter.flow.HardReset;

/** An end that is one of Jetty's end points: a socket, TLS on one, or an HTTP/2 stream. */
public class TunnelConnection extends AbstractConnection
    implements Connection.UpgradeTo, TunnelEnd, Callback {
  private volatile Runnable opened;
  private volatile Runnable readable = TunnelConnection::nobody;
  private ReadAhead readAhead = new ReadAhead(null);

  /**
   * Creates an end.
   *
   * @param opened run when the end point has been handed over
   */
  public TunnelConnection(EndPoint endPoint, Executor executor, Runnable opened) {
    super(endPoint, executor);
    this.opened = opened;
  }

  private static void nobody() {}

  @Override
  public void onUpgradeTo(ByteBuffer bytes) {
    readAhead = new ReadAhead(bytes);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    // The tunnel's own timer decides.
    getEndPoint().setIdleTimeout(0);
    opened.run();
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    return false;
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    readable.run();
  }

  @Override
  public void forget() {
    opened = TunnelConnection::nobody;
    readable = TunnelConnection::nobody;
  }

  @Override
  public void open(Runnable whenReadable) {
    readable = whenReadable;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    if (!readAhead.isEmpty()) {
      return readAhead.moveTo(buffer);
    }
    int count = getEndPoint().fill(buffer);
    if (count == 0 && !getEndPoint().isOpen()) {
      throw new EofException("closed");
    }
    return count;
  }

  @Override
  public void waitForInput() {
    if (!readAhead.isEmpty()) {
      readable.run();
      return;
    }
    getEndPoint().tryFillInterested(this);
    if (!getEndPoint().isOpen()) {
      // Closed before it was asked, perhaps: then it tells nobody.
      readable.run();
    }
  }

  /** There is input. */
  @Override
  public void succeeded() {
    readable.run();
  }

  /** The end point is broken, which the next reading finds out. */
  @Override
  public void failed(Throwable cause) {
    getEndPoint().close(cause);
    readable.run();
  }

  @Override
  public boolean write(ByteBuffer bytes, Callback later) throws IOException {
    if (getEndPoint().flush(bytes)) {
      return true;
    }
    getEndPoint().write(later, bytes);
    return false;
  }

  @Override
  public void shutdownOutput() {
    getEndPoint().shutdownOutput();
  }

  @Override
  public void reset() {
    IOException cause = new IOException("tunnel broken");
    if (isConnection()) {
      HardReset.prepare(getEndPoint());
      getEndPoint().close(cause);
    } else {
      // A stream, which a mere close would end in good order.
      Callback pending = getEndPoint().cancelWrite(cause);
      if (getEndPoint().getConnection() != null) {
        // It has been handed over; Jetty cannot close it before.
        getEndPoint().close(cause);
      }
      if (pending != null) {
        pending.failed(cause);
      }
    }
  }

  /** Whether this is a connection of its own, perhaps in TLS, rather than a stream of one. */
  private boolean isConnection() {
    Object transport = getEndPoint().getTransport();
    return transport instanceof SocketChannel || transport instanceof EndPoint;
  }

  /** Tunnels never block, so they go on in the thread that finds something to do for them. */
  @Override
  public Invocable.InvocationType getInvocationType() {
    return Invocable.InvocationType.NON_BLOCKING;
  }

  /** Not used: input is waited for with this as the callback. */
  @Override
  public void onFillable() {
    readable.run();
  }
}
