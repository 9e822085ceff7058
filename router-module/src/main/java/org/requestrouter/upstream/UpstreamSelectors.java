package org.requestrouter.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/** The selectors that carry the connections to servers. */
public final class UpstreamSelectors extends SelectorManager {

  /** What becomes of a connection attempt. */
  interface Connecting {

    /** The connection is made: returns what handles it. */
    Connection connected(UpstreamEndPoint endPoint);

    /** The connection could not be made. */
    void failed(Throwable cause);
  }

  /**
   * Creates the selectors.
   *
   * @param selectors how many, at least one
   */
  public UpstreamSelectors(Executor executor, Scheduler scheduler, int selectors) {
    super(executor, scheduler, selectors);
  }

  /**
   * Starts to connect.
   *
   * @return the channel, to be closed if the caller does not want to wait any longer
   */
  SocketChannel connect(SocketAddress address, Connecting connecting) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (channel.connect(address)) {
        accept(channel, connecting);
      } else {
        connect(channel, connecting);
      }
      return channel;
    } catch (IOException | RuntimeException x) {
      IO.close(channel);
      throw x;
    }
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    return new UpstreamEndPoint((SocketChannel) channel, selector, key, getScheduler());
  }

  @Override
  public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object connecting) {
    return ((Connecting) connecting).connected((UpstreamEndPoint) endPoint);
  }

  @Override
  protected void connectionFailed(SelectableChannel channel, Throwable cause, Object connecting) {
    ((Connecting) connecting).failed(cause);
  }
}
