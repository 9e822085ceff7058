package org.requestrouter.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket to a server, registered with one of Jetty's selectors. It does what Jetty's end points
 * do, but its owner is called by the selector's thread without a task in between, and a reset is
 * told from an orderly end: a response that only the end of the connection delimits must not look
 * complete after a reset.
 */
final class UpstreamSocket implements ManagedSelector.Selectable, Closeable {

  /** Who waits for the socket to be connected. Called once, on any thread. */
  interface Connecting {

    /** The connection is made: {@link #own} follows. */
    void connected(UpstreamSocket socket);

    /** The connection could not be made; the socket is closed. */
    void connectFailed(Throwable cause);
  }

  /** Who uses the socket once it is connected. */
  interface Owner {

    /** There are bytes, or the end, to be read. Called once for each {@link #waitForInput}. */
    void readable();

    /** The socket has been closed, from whichever side. Called once. */
    void closed();
  }

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamSocket.class);

  private final SocketChannel channel;
  private final SelectorInterest interest;
  private final PendingWrite pending = new PendingWrite();
  private Connecting connecting;

  /** Written by this object's guard, like the following. */
  private volatile Owner owner;

  private boolean closed;

  private UpstreamSocket(ManagedSelector selector, SocketChannel channel, Connecting connecting) {
    this.connecting = connecting;
    this.channel = channel;
    this.interest = new SelectorInterest(selector, channel, this);
  }

  /**
   * Starts to connect a channel that does not block, which may succeed before this method returns.
   *
   * @return the socket, to be closed by whoever does not want to wait any longer
   * @throws IOException if the connection cannot even be tried, or fails at once
   */
  static UpstreamSocket connect(
      ManagedSelector selector, SocketChannel channel, SocketAddress to, Connecting connecting)
      throws IOException {
    UpstreamSocket socket = new UpstreamSocket(selector, channel, connecting);
    try {
      socket.connect(to);
      return socket;
    } catch (IOException | RuntimeException x) {
      IO.close(socket.channel);
      throw x;
    }
  }

  private void connect(SocketAddress to) throws IOException {
    if (channel.connect(to)) {
      connected();
    } else {
      interest.want(SelectionKey.OP_CONNECT);
    }
  }

  private void connected() {
    Connecting waiting = connecting;
    connecting = null;
    if (waiting != null) {
      waiting.connected(this);
    }
  }

  /** Says who is told what happens from now on. */
  void own(Owner user) {
    boolean late;
    synchronized (this) {
      late = closed;
      owner = late ? null : user;
    }
    if (late) {
      user.closed();
    }
  }

  ManagedSelector selector() {
    return interest.selector();
  }

  @Override
  public Runnable onSelected() {
    try {
      selected(interest.fired());
    } catch (CancelledKeyException x) {
      close();
    } catch (RuntimeException | Error x) {
      LOG.warn("connection to a server failed", x);
      close();
    }
    return null;
  }

  private void selected(int events) {
    if ((events & SelectionKey.OP_CONNECT) != 0) {
      finishConnect();
    }
    if ((events & SelectionKey.OP_WRITE) != 0) {
      writeOn();
    }
    Owner user = owner;
    if ((events & SelectionKey.OP_READ) != 0 && user != null) {
      user.readable();
    }
  }

  @Override
  public void updateKey() {
    interest.update();
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    interest.replaceKey(newKey);
  }

  private void finishConnect() {
    Connecting waiting = connecting;
    try {
      channel.finishConnect();
    } catch (IOException x) {
      close();
      if (waiting != null) {
        waiting.connectFailed(x);
      }
      return;
    }
    connected();
  }

  /** Asks for the owner to be told once when there is something to read. */
  void waitForInput() {
    interest.want(SelectionKey.OP_READ);
  }

  /**
   * Reads into a buffer that is empty in Jetty's sense.
   *
   * @return the number of bytes, or -1 at the end
   * @throws IOException if the connection is reset or closed
   */
  int read(ByteBuffer buffer) throws IOException {
    int position = BufferUtil.flipToFill(buffer);
    try {
      return channel.read(buffer);
    } finally {
      BufferUtil.flipToFlush(buffer, position);
    }
  }

  /**
   * Writes what can be written at once.
   *
   * @return whether that is all, so that nothing is left for {@link #writeLater}
   * @throws IOException if the connection is reset or closed
   */
  boolean flush(ByteBuffer... buffers) throws IOException {
    if (buffers.length == 1) {
      channel.write(buffers[0]);
      return !buffers[0].hasRemaining();
    }
    channel.write(buffers);
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  /** Writes the rest as soon as it can be, then completes the callback; one at a time. */
  void writeLater(Callback callback, ByteBuffer... rest) {
    if (pending.put(new PendingWrite.Rest(callback, rest))) {
      interest.want(SelectionKey.OP_WRITE);
    }
  }

  private void writeOn() {
    PendingWrite.Rest rest = pending.take();
    if (rest != null) {
      writeOn(rest.callback, rest.buffers);
    }
  }

  private void writeOn(Callback callback, ByteBuffer... buffers) {
    try {
      if (!flush(buffers)) {
        writeLater(callback, buffers);
        return;
      }
    } catch (IOException x) {
      callback.failed(x);
      return;
    }
    callback.succeeded();
  }

  /** Tells the server that nothing will follow. */
  void shutdownOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException x) {
      LOG.debug("already closed", x);
    }
  }

  /** Closes the connection so that the server cannot take it for an orderly end. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException x) {
      LOG.debug("no reset of {}", channel, x);
    }
    close();
  }

  /** A closed socket keeps nobody: its key may stay with the selector until the next event. */
  @Override
  public void close() {
    Owner user;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      user = owner;
      owner = null;
    }
    connecting = null;
    IO.close(channel);
    // The system closes the socket only when the selector has dropped its key.
    interest.selector().submit(nio -> {});
    pending.close();
    if (user != null) {
      user.closed();
    }
  }

  @Override
  public String toString() {
    return "UpstreamSocket[" + channel + "]";
  }
}
