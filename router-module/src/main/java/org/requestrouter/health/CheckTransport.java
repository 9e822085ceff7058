package org.requestrouter.health;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Map;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Connects Jetty's HTTP client to one server, whose address is known, in a way that can be given up
 * at any time. Only one connection is made at a time.
 */
final class CheckTransport extends Transport.Wrapper {
  private final CheckTarget target;
  private volatile Connecting current;

  CheckTransport(CheckTarget target) {
    super(TCP_IP);
    this.target = target;
  }

  @Override
  public boolean requiresDomainNameResolution() {
    return false;
  }

  @Override
  public SocketAddress getSocketAddress() {
    return target.checkAddress();
  }

  @Override
  public void connect(SocketAddress ignored, Map<String, Object> context) {
    ClientConnector connector = (ClientConnector) context.get(ClientConnector.CONTEXT_KEY);
    context.put(ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY, target.checkAddress());
    Promise<?> promise = (Promise<?>) context.get(ClientConnector.CONNECTION_PROMISE_CONTEXT_KEY);
    try {
      TcpConnect connect =
          TcpConnect.create(
              selector(connector),
              target,
              channel -> connector.accept(channel, context),
              promise::failed);
      Connecting connecting = new Connecting(connect);
      context.put(Connecting.class.getName(), connecting);
      current = connecting;
      connect.start();
    } catch (IOException x) {
      promise.failed(x);
    }
  }

  /** Returns the only selector, with which a connection is registered before and after. */
  static ManagedSelector selector(ClientConnector connector) {
    return connector.getSelectorManager().getBean(ManagedSelector.class);
  }

  @Override
  public EndPoint newEndPoint(
      Scheduler scheduler, ManagedSelector selector, SelectableChannel channel, SelectionKey key) {
    EndPoint endPoint = super.newEndPoint(scheduler, selector, channel, key);
    Map<?, ?> context = (Map<?, ?>) key.attachment();
    ((Connecting) context.get(Connecting.class.getName())).connected(endPoint);
    return endPoint;
  }

  /** Closes what there is of the connection begun last, which need not be ready for use yet. */
  void giveUp() {
    Connecting connecting = current;
    if (connecting != null) {
      connecting.giveUp();
    }
  }

  /** A connection on its way from the socket to the protocol. */
  private static final class Connecting {
    private final TcpConnect connect;
    private EndPoint endPoint;
    private boolean givenUp;

    Connecting(TcpConnect connect) {
      this.connect = connect;
    }

    void connected(EndPoint made) {
      boolean late;
      synchronized (this) {
        endPoint = made;
        late = givenUp;
      }
      if (late) {
        made.close();
      }
    }

    void giveUp() {
      EndPoint made;
      synchronized (this) {
        givenUp = true;
        made = endPoint;
      }
      connect.close();
      if (made != null) {
        made.close();
      }
    }
  }
}
