package org.requestrouter.upstream;

import java.net.SocketAddress;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Upstream;

/**
 * A server that speaks HTTP/1.1 in clear text: its connections, and the pool of those that are
 * idle. The connection that was used last is used first, so that the others can expire.
 */
public final class Http1Upstream implements Upstream {
  private final UpstreamContext context;
  private final SocketAddress address;
  private final Http1Timing timing;
  private final Set<Http1Connection> connections = ConcurrentHashMap.newKeySet();
  private final Deque<Http1Connection> idle = new ConcurrentLinkedDeque<>();

  /** Creates the way to the server at the address; nothing is connected yet. */
  public Http1Upstream(UpstreamContext context, SocketAddress address, Http1Timing timing) {
    this.context = context;
    this.address = address;
    this.timing = timing;
  }

  @Override
  public void send(Attempt attempt) {
    Http1Connection connection = attempt.needsFreshConnection() ? null : pollIdle(attempt);
    if (connection != null) {
      connection.send(attempt);
    } else {
      new Http1Connecting(this, attempt).connect();
    }
  }

  /**
   * Takes an idle connection. One that has ended unnoticed costs a retry, which a request that must
   * not be repeated cannot have: for it the connection is looked at once more, by a read.
   */
  private Http1Connection pollIdle(Attempt attempt) {
    boolean repeatable = attempt.exchange().isIdempotent();
    Http1Connection connection;
    while ((connection = idle.pollFirst()) != null) {
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

  Http1Timing timing() {
    return timing;
  }

  void opened(Http1Connection connection) {
    connections.add(connection);
    context.timeouts().add(connection);
  }

  void idle(Http1Connection connection) {
    idle.addFirst(connection);
  }

  void closed(Http1Connection connection) {
    connections.remove(connection);
    idle.remove(connection);
    context.timeouts().remove(connection);
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
