package org.requestrouter.upstream;

/**
 * The idle connections to a server on one selector. The one that was used last is used first, so
 * that the others can expire. Linked through the connections themselves, which are taken out of the
 * middle when they end.
 */
final class IdleConnections {
  private Http1Connection newest;

  synchronized void add(Http1Connection connection) {
    connection.older = newest;
    if (newest != null) {
      newest.newer = connection;
    }
    newest = connection;
  }

  /** Takes the newest one, or returns null. */
  synchronized Http1Connection poll() {
    Http1Connection connection = newest;
    if (connection != null) {
      remove(connection);
    }
    return connection;
  }

  synchronized boolean isEmpty() {
    return newest == null;
  }

  /** Takes the connection out, if it is in here. */
  synchronized void remove(Http1Connection connection) {
    if (connection != newest && connection.newer == null) {
      return;
    }
    if (connection == newest) {
      newest = connection.older;
    } else {
      connection.newer.older = connection.older;
    }
    if (connection.older != null) {
      connection.older.newer = connection.newer;
    }
    connection.newer = null;
    connection.older = null;
  }
}
