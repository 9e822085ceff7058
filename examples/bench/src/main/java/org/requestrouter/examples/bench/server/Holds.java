package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Requests that wait until all are released at once. */
final class Holds {
  static final String HOLD = "/hold";
  static final String COUNT = "/held";
  static final String RELEASE = "/release";

  private final Set<ServedConnection> held = new LinkedHashSet<>();

  void add(ServedConnection connection) {
    held.add(connection);
  }

  void remove(ServedConnection connection) {
    held.remove(connection);
  }

  long count() {
    return held.size();
  }

  /** Answers all with the time at which it began, and gives their number. */
  long release() {
    List<ServedConnection> released = new ArrayList<>(held);
    held.clear();
    Payload now = Payloads.text("%019d".formatted(System.nanoTime()));
    for (ServedConnection connection : released) {
      try {
        connection.send(now);
      } catch (IOException x) {
        connection.close();
      }
    }
    return released.size();
  }
}
