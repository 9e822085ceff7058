package org.requestrouter.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.requestrouter.headers.ProxyHeader;

/**
 * The idle connections to a server that has been told, at their beginning, whom they serve. Each
 * can be used only for what is said there; of a client that has left nothing is kept here as soon
 * as its connections have ended.
 */
final class PrivateConnections {
  private final Map<ProxyHeader, IdleConnections> clients = new ConcurrentHashMap<>();

  void add(Http1Connection connection) {
    clients.compute(
        connection.opening(),
        (client, before) -> {
          IdleConnections pool = before == null ? new IdleConnections() : before;
          pool.add(connection);
          return pool;
        });
  }

  /** Takes the newest one, or returns null. */
  Http1Connection poll(ProxyHeader client) {
    Http1Connection[] found = new Http1Connection[1];
    clients.computeIfPresent(
        client,
        (same, pool) -> {
          found[0] = pool.poll();
          return pool.isEmpty() ? null : pool;
        });
    return found[0];
  }

  /** Takes the connection out, if it is in here. */
  void remove(Http1Connection connection) {
    clients.computeIfPresent(
        connection.opening(),
        (client, pool) -> {
          pool.remove(connection);
          return pool.isEmpty() ? null : pool;
        });
  }

  /** How many clients have a connection here. */
  int clients() {
    return clients.size();
  }
}
