package org.requestrouter.health;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.IO;

/**
 * A connection being made, which can be given up at any time: Jetty's own way has one timeout for
 * all connections and no return.
 */
final class TcpConnect implements ManagedSelector.Selectable, Closeable {
  private final ManagedSelector selector;
  private final CheckTarget target;
  private final SocketChannel channel;
  private final Consumer<SocketChannel> connected;
  private final Consumer<Throwable> failed;
  private SelectionKey key;

  /** Guarded by this, like the decision who closes the channel. */
  private boolean done;

  private TcpConnect(
      ManagedSelector selector,
      CheckTarget target,
      SocketChannel channel,
      Consumer<SocketChannel> connected,
      Consumer<Throwable> failed) {
    this.selector = selector;
    this.target = target;
    this.channel = channel;
    this.connected = connected;
    this.failed = failed;
  }

  /**
   * Creates a connection yet to be made.
   *
   * @param target where to, and what is sent there at once
   * @param connected takes the channel over
   * @param failed is told why there is none
   * @throws IOException if there can be no socket
   */
  static TcpConnect create(
      ManagedSelector selector,
      CheckTarget target,
      Consumer<SocketChannel> connected,
      Consumer<Throwable> failed)
      throws IOException {
    SocketChannel channel =
        target.checkAddress() instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    return new TcpConnect(selector, target, channel, connected, failed);
  }

  void start() {
    try {
      channel.configureBlocking(false);
      if (channel.connect(target.checkAddress())) {
        succeeded();
      } else {
        selector.submit(this::register);
      }
    } catch (IOException | RuntimeException x) {
      failed(x);
    }
  }

  private void register(Selector nio) {
    try {
      key = channel.register(nio, SelectionKey.OP_CONNECT, this);
    } catch (ClosedChannelException x) {
      failed(x);
    }
  }

  @Override
  public Runnable onSelected() {
    try {
      // The key stays: whoever takes the channel over registers it with the same selector.
      key.interestOps(0);
      if (channel.finishConnect()) {
        succeeded();
      }
    } catch (IOException | RuntimeException x) {
      failed(x);
    }
    return null;
  }

  @Override
  public void updateKey() {
    // Nothing is wanted but the connection.
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    key = newKey;
  }

  private void succeeded() throws IOException {
    ByteBuffer opening = target.opening().duplicate();
    if (opening.hasRemaining() && channel.write(opening) < target.opening().remaining()) {
      throw new IOException("no room for the PROXY header");
    }
    if (end()) {
      connected.accept(channel);
    }
  }

  private void failed(Throwable cause) {
    if (end()) {
      closeChannel();
      failed.accept(cause);
    }
  }

  private synchronized boolean end() {
    boolean first = !done;
    done = true;
    return first;
  }

  /** Gives up, unless the connection has been made: then it belongs to whoever took it over. */
  @Override
  public void close() {
    if (end()) {
      closeChannel();
    }
  }

  private void closeChannel() {
    close(channel, selector);
  }

  static void close(SocketChannel channel, ManagedSelector selector) {
    IO.close(channel);
    // The system closes the socket only when the selector has dropped its key.
    selector.submit(nio -> {});
  }
}
