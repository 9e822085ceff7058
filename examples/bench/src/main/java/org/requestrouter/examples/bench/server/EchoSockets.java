package org.requestrouter.examples.bench.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The WebSockets that are open. */
final class EchoSockets {
  static final String COUNT = "/sockets";
  static final String END = "/sockets/end";

  private final Set<ServedConnection> open = new LinkedHashSet<>();

  void add(ServedConnection connection) {
    open.add(connection);
  }

  void remove(ServedConnection connection) {
    open.remove(connection);
  }

  long count() {
    return open.size();
  }

  /** Ends all, and gives their number. */
  long end() {
    List<ServedConnection> ended = new ArrayList<>(open);
    open.clear();
    ended.forEach(ServedConnection::close);
    return ended.size();
  }
}
