package org.requestrouter.upstream;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.Scheduler;

/** Selectors that belong to the router and carry nothing but {@link UpstreamSocket}s. */
final class OwnSelectors extends SelectorManager {

  OwnSelectors(Executor executor, Scheduler scheduler, int count) {
    super(executor, scheduler, count);
  }

  ManagedSelector next() {
    return chooseSelector();
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    throw new UnsupportedOperationException("the router's sockets are no end points");
  }

  @Override
  public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
    throw new UnsupportedOperationException("the router's sockets are no end points");
  }
}
