package org.requestrouter.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.SendProxy;
import org.requestrouter.config.TcpKeepAlive;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Pooling;
import org.requestrouter.exchange.Tunnels;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.headers.ProxyHeader;

/**
 * A server that speaks HTTP/1.1 in clear text: its connections, and the pools of those that are
 * idle. A request takes a connection on the selector of its own client, so that one thread serves
 * both sides; only if there may be no more connections does it take one from elsewhere. Where
 * connections begin with who the client is, each client has its own.
 */
public final class Http1Upstream implements Upstream {
  private final UpstreamContext context;
  private final SocketAddress address;
  private final Tunnels tunnels = new Tunnels();
  private final SendProxy sendProxy;
  private volatile long keepAlive;
  private volatile int maxConnections;
  private volatile TcpKeepAlive tcpKeepAlive;
  private final Set<Http1Connection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Http1Connecting> connecting = ConcurrentHashMap.newKeySet();
  private final Map<ManagedSelector, IdleConnections> idle = new ConcurrentHashMap<>();
  private final PrivateConnections privates = new PrivateConnections();

  /**
   * Creates the way to the server at the address; nothing is connected yet.
   *
   * @param sendProxy what each connection is to begin with
   * @param pooling how connections are kept
   */
  public Http1Upstream(
      UpstreamContext context, SocketAddress address, SendProxy sendProxy, Pooling pooling) {
    this.context = context;
    this.address = address;
    this.sendProxy = sendProxy;
    configure(pooling);
  }

  @Override
  public void configure(Pooling pooling) {
    boolean sooner = pooling.keepAlive() < keepAlive;
    keepAlive = pooling.keepAlive();
    maxConnections = pooling.maxConnections();
    tcpKeepAlive = pooling.tcpKeepAlive();
    if (sooner) {
      // The timer may look again only when they would have been idle for too long before.
      connections.forEach(context.timeouts()::schedule);
    }
  }

  @Override
  public void send(Attempt attempt) {
    Request client = attempt.exchange().downstream().request();
    ManagedSelector selector = context.selectors().of(client);
    ProxyHeader opening =
        sendProxy == SendProxy.NONE
            ? null
            : ProxyHeader.of(sendProxy, client.getConnectionMetaData());
    Http1Connection connection =
        attempt.needsFreshConnection() ? null : idle(attempt, selector, opening);
    if (connection != null) {
      connection.send(attempt);
    } else {
      new Http1Connecting(this, attempt, opening).connect(selector);
    }
  }

  private Http1Connection idle(Attempt attempt, ManagedSelector selector, ProxyHeader opening) {
    boolean repeatable = attempt.exchange().attempts().isIdempotent();
    if (opening != null) {
      return privately(opening, repeatable);
    }
    IdleConnections pool = pool(selector);
    Http1Connection connection = poll(pool::poll, repeatable);
    if (connection == null && connections.size() >= maxConnections) {
      for (IdleConnections other : idle.values()) {
        connection = poll(other::poll, repeatable);
        if (connection != null) {
          return connection;
        }
      }
    }
    return connection;
  }

  /** Connections of others must not be used; if there may be no more, one of them is closed. */
  private Http1Connection privately(ProxyHeader opening, boolean repeatable) {
    Http1Connection connection = poll(() -> privates.poll(opening), repeatable);
    if (connection == null && connections.size() >= maxConnections) {
      for (Http1Connection other : connections) {
        if (other.closeIdle()) {
          return null;
        }
      }
    }
    return connection;
  }

  private IdleConnections pool(ManagedSelector selector) {
    IdleConnections pool = idle.get(selector);
    return pool != null ? pool : idle.computeIfAbsent(selector, s -> new IdleConnections());
  }

  /**
   * Takes an idle connection. One that has ended unnoticed costs a retry, which a request that must
   * not be repeated cannot have: for it the connection is looked at once more, by a read.
   */
  private static Http1Connection poll(Supplier<Http1Connection> pool, boolean repeatable) {
    Http1Connection connection;
    while ((connection = pool.get()) != null) {
      if (connection.acquire()) {
        if (repeatable || connection.isSilent()) {
          return connection;
        }
        connection.close();
      }
    }
    return null;
  }

  UpstreamContext context() {
    return context;
  }

  SocketAddress address() {
    return address;
  }

  /** How long a connection may be idle in the pool, in nanoseconds. */
  long keepAlive() {
    return keepAlive;
  }

  /** Opens a channel that does not block, yet to be connected. */
  SocketChannel openChannel() throws IOException {
    return UpstreamChannel.open(address, tcpKeepAlive);
  }

  void connecting(Http1Connecting begun) {
    connecting.add(begun);
    context.timeouts().add(begun);
  }

  void ended(Http1Connecting ended) {
    connecting.remove(ended);
    context.timeouts().remove(ended);
  }

  void opened(Http1Connection connection) {
    connections.add(connection);
    context.timeouts().add(connection);
  }

  void idle(Http1Connection connection) {
    if (connection.opening() == null) {
      pool(connection.selector()).add(connection);
    } else {
      privates.add(connection);
    }
  }

  void closed(Http1Connection connection) {
    connections.remove(connection);
    if (connection.opening() == null) {
      pool(connection.selector()).remove(connection);
    } else {
      privates.remove(connection);
    }
    context.timeouts().remove(connection);
  }

  @Override
  public void closeIdle() {
    connections.forEach(Http1Connection::closeIdle);
  }

  @Override
  public void close() {
    connections.forEach(Http1Connection::close);
    tunnels.cut();
  }

  @Override
  public void forEachAttempt(Consumer<Attempt> action) {
    connecting.forEach(begun -> action.accept(begun.attempt()));
    for (Http1Connection connection : connections) {
      Attempt attempt = connection.attempt();
      if (attempt != null) {
        action.accept(attempt);
      }
    }
  }

  @Override
  public Tunnels tunnels() {
    return tunnels;
  }

  @Override
  public int connections() {
    return connections.size();
  }

  @Override
  public int idleConnections() {
    return (int) connections.stream().filter(Http1Connection::isIdle).count();
  }

  @Override
  public int waitingLongerThan(long nanos) {
    return (int) connections.stream().filter(c -> c.isWaitingLongerThan(nanos)).count();
  }
}
