package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.util.Map;

/** Each connection sends the next request when it has the answer to the last. */
final class ClosedLoop extends ClientLoop {
  private long answered;
  private boolean ending;

  ClosedLoop(Plan plan) throws IOException {
    super(plan);
  }

  @Override
  Map<String, Double> run() throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (plan.seconds() * 1e9);
    for (int i = 0; i < plan.connections(); i++) {
      connect().send(requests.next());
    }
    long now = start;
    while (now < end) {
      poll((end - now) / 1_000_000);
      now = System.nanoTime();
    }
    ending = true;
    return Map.of(
        "requests", (double) answered,
        "bytes", (double) bytes,
        "errors", (double) errors,
        "seconds", (now - start) / 1e9);
  }

  @Override
  void answered(ClientConnection connection) throws IOException {
    answered++;
    if (ending) {
      return;
    }
    if (plan.close()) {
      forget(connection);
      connect().send(requests.next());
    } else {
      connection.send(requests.next());
    }
  }
}
