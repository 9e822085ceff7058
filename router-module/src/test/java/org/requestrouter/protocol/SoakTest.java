package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.Alone;

/**
 * Mixed traffic for a long time: polls, event streams, WebSockets, uploads and downloads; clients
 * that leave and servers that break off at any moment, servers that are restarted, rules that are
 * loaded anew. Everybody compares what comes with what must come, and after each round nothing is
 * left of it. It takes {@code soak.seconds}, by default 30, half of them for each of two doors.
 */
@Alone
class SoakTest extends ProtocolTest {
  private static final long SECONDS = Long.getLong("soak.seconds", 30);
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

  /** Rounds of half a minute, but as many as it takes to compare. */
  private static final int ROUNDS = (int) Math.max(3, SECONDS / 60);

  private static final long ROUND_MILLIS = Duration.ofSeconds(SECONDS).toMillis() / 2 / ROUNDS;

  @TempDir private Path directory;

  private final SoakLedger ledger = new SoakLedger();
  private final List<SoakServer> servers = new ArrayList<>();
  private final LiveThreads threads = LiveThreads.now();
  private SoakRules rules;
  private SoakTraffic traffic;

  @BeforeEach
  void startServers() throws Exception {
    assumeTrue(door != Door.WEBAPP, "the servlet's own context shows what its others would");
    System.out.println("soak.seed=" + SEED + " soak.seconds=" + SECONDS + " door=" + door);
    for (int i = 0; i < 3; i++) {
      SoakServer server = new SoakServer("p" + i, fault -> ledger.fault("server", fault));
      servers.add(server);
      server.start();
    }
    rules = new SoakRules(servers, directory.resolve("rules.xml"));
    router = RouterFixture.start(door, rules.write(0));
    traffic = new SoakTraffic(router, servers, rules, ledger);
  }

  @AfterEach
  void endServers() throws IOException {
    for (SoakServer server : servers) server.close();
  }

  @Test
  @Timeout(value = 7200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everythingIsServedRightAndNothingIsLeftOfIt() throws Exception {
    Random seeds = new Random(SEED);
    SoakRemains first = null;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        traffic.run(ROUND_MILLIS, seeds.nextLong());
        assertEquals(List.of(), ledger.faults());
        assertNothingIsLeft();
        SoakRemains remains = SoakRemains.now();
        ledger.kept(remains.toString());
        // What is loaded and compiled once is there after the first.
        if (first == null) first = remains;
        remains.assertNotMoreThan(first);
      }
    } finally {
      System.out.println(ledger + "\n  " + traffic);
    }
    for (SoakKind kind : SoakKind.values()) assertTrue(ledger.count(kind) > 0, kind + " none done");
    assertTrue(router.counter("backend.b.coalesced") > 0, "nothing was shared");
    stopAll();
    threads.awaitNoOthers();
  }

  /** With the first table in force again, and its servers all running. */
  private void assertNothingIsLeft() throws IOException {
    rules.write(0);
    router.reload();
    await().atMost(Wire.STEP).until(() -> router.clientConnections() == 0);
    router.clearCache();
    router.awaitQuiet();
    assertEquals(0L, router.gauge("backend.b.tunnels"));
    // What was configured meanwhile goes when it has finished.
    await()
        .atMost(Wire.STEP)
        .until(() -> router.metricNames().stream().noneMatch(name -> name.contains(".c.")));
  }

  private void stopAll() throws Exception {
    RouterFixture stopping = router;
    router = null;
    stopping.stop();
    endServers();
    upstream.close();
  }
}
