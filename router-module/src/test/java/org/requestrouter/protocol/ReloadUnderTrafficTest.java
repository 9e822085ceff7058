package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.NanoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RulesText;

/** Reloads while requests come: every one of them is answered. */
class ReloadUnderTrafficTest extends ProtocolTest {
  private static final int CLIENTS = 4;
  private static final int MOST_REQUESTS = 5_000;
  private static final int MOST_RELOADS = 200;
  private static final long MILLIS = 2_000;

  @TempDir private Path directory;

  /** Tables that differ in servers, limits, backends and rules. */
  private Path write(int number, int other) throws IOException {
    String first = server("s1", upstream.port(), set("maxConnections", 1 + number % 3));
    String second = server("s2", other);
    RulesText rules = new RulesText().defaultBackend("b");
    switch (number % 4) {
      case 0 -> rules.backend("b", first);
      case 1 -> rules.backend("b", first, second, set("serverTimeout", "9s"));
      case 2 -> rules.backend("c", first).backend("b", second).use("c", "{ path_beg /1 }");
      default -> rules.backend("b", second, set("balance", "leastconn"));
    }
    return rules.writeTo(directory.resolve("rules.xml"));
  }

  private int requestUntil(AtomicBoolean done) throws IOException {
    int requests = 0;
    try (RawClient client = RawClient.connect(router.port())) {
      while (!done.get() && requests < MOST_REQUESTS) {
        assertEquals("ok", client.get("/" + requests).readResponse().content());
        requests++;
      }
    }
    return requests;
  }

  @Test
  void noRequestIsLost() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (RawServer other = new RawServer()) {
      upstream.serveOk();
      other.serveOk();
      router = RouterFixture.start(door, write(0, other.port()));
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> requestUntil(done)));
      }
      long begin = NanoTime.now();
      int reloads = 0;
      while (NanoTime.millisSince(begin) < MILLIS && reloads < MOST_RELOADS) {
        write(++reloads, other.port());
        router.reload();
      }
      done.set(true);
      for (Future<Integer> client : clients) {
        assertTrue(client.get() > 0);
      }
      assertTrue(reloads > 3, reloads + " reloads");
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }
}
