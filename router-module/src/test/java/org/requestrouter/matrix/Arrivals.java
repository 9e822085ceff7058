package org.requestrouter.matrix;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.requestrouter.protocol.Wire;

/** Where requests that have come to a server meet the tests that wait for them. */
final class Arrivals {
  private final Map<String, CompletableFuture<End>> byTarget = new ConcurrentHashMap<>();

  private CompletableFuture<End> of(String target) {
    return byTarget.computeIfAbsent(target, key -> new CompletableFuture<>());
  }

  /** A request has come. */
  void add(String target, End end) {
    of(target).complete(end);
  }

  /** Waits for a request. */
  End take(String target) throws IOException {
    try {
      return Http2End.within(of(target), Wire.STEP);
    } finally {
      byTarget.remove(target);
    }
  }
}
