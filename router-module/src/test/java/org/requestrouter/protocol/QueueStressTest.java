package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.Alone;

/**
 * A hundred thousand requests crowd before servers with few places, and some of their clients leave
 * at any moment: everybody who stays is served, and no server ever has more than it may.
 */
@Alone
class QueueStressTest extends ProtocolTest {
  private static final int CLIENTS = 40;
  private static final int REQUESTS = 100_000;
  private static final int PLACES = 3;
  private static final long SEED = 20_261_122;

  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  private void serve(RawServer server) throws IOException {
    server.serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            connection.send(RawServer.OK);
          }
        });
  }

  /** Some one hundredth of the requests is given up by a reset, at any moment. */
  private void request(Random random) throws IOException {
    RawClient client = null;
    for (int i = 0; i < REQUESTS / CLIENTS; i++) {
      if (client == null) client = RawClient.connect(router.port());
      client.get("/?k=" + random.nextInt(1000));
      if (random.nextInt(100) == 0) {
        for (int spin = random.nextInt(3000); spin > 0; spin--) Thread.onSpinWait();
        client.leave(Wire.End.RESET);
        client = null;
        left.incrementAndGet();
      } else {
        assertEquals(200, client.readResponse().status());
        answered.incrementAndGet();
      }
    }
    if (client != null) client.close();
  }

  private void crowd() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED + i);
        tasks.add(
            () -> {
              request(random);
              return null;
            });
      }
      for (Future<Void> result : threads.invokeAll(tasks)) result.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertAllAreServed(String balance) throws Exception {
    assumeTrue(door == Door.CORE, "the queue is the same behind every door");
    try (RawServer second = new RawServer()) {
      start(
          (routing, backend, server) -> {
            backend.setBalance(balance);
            backend.setQueueTimeout("50s");
            server.setMaxConnections(PLACES);
            backend.server("s2", "http://127.0.0.1:" + second.port()).setMaxConnections(PLACES);
          });
      serve(upstream);
      serve(second);
      crowd();
      assertEquals(REQUESTS, answered.get() + left.get());
      assertEquals(true, most.get() <= 2 * PLACES, most + " at once");
      router.awaitQuiet();
      assertStillServesAfter();
    }
  }

  private void assertStillServesAfter() throws IOException {
    RawClient client = connect();
    for (int i = 0; i < 10; i++) assertEquals(200, client.get("/" + i).readResponse().status());
  }

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everybodyWhoStaysInTheCommonQueueIsServed() throws Exception {
    assertAllAreServed("roundrobin");
  }

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everybodyWhoStaysInTheQueueOfOneServerIsServed() throws Exception {
    assertAllAreServed("url_param(k)");
  }
}
