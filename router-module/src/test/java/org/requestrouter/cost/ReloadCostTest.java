package org.requestrouter.cost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.Alone;
import org.requestrouter.RulesText;

/** What reloads leave behind: nothing, while requests wait. */
@Alone
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadCostTest {
  private static final int HOLDS = 2_000;
  private static final int RELOADS = 100;
  private static final int RULES = 300;

  /** A thousandth of what the tables of all reloads would take is noise. */
  private static final long MOST_BYTES = 512 * 1024;

  /** The server's pool may have one more or less at any moment. */
  private static final int MOST_THREADS = 2;

  @TempDir private Path directory;

  /** The server that holds the requests stays; rules, settings and another backend change. */
  private Path write(int number, int port) throws IOException {
    String[] patient = {set("serverTimeout", "10m"), set("retries", number % 5), server("s", port)};
    RulesText rules = new RulesText().backend("b", patient).defaultBackend("b");
    String other = "other" + number % 2;
    rules.backend(other, server("s", port, set("weight", 1 + number % 7)));
    for (int i = 0; i < RULES; i++) {
      rules.use(other, "{ path_beg /" + number + "/" + i + " } { hdr(x-test) " + number + " }");
    }
    return rules.writeTo(directory.resolve("rules.xml"));
  }

  private void reload(RouterProcess router, int port, int number) throws IOException {
    write(number, port);
    assertEquals(number, router.read(Gauge.RELOAD));
  }

  @Test
  void aHundredReloadsLoseNoHeldPollAndLeaveNoThreadAndNoTableBehind() throws Exception {
    try (BackEnd backEnd = new BackEnd();
        RouterProcess router = new RouterProcess(Door.CORE, write(0, backEnd.port()));
        Clients clients = new Clients(router.port(), HOLDS)) {
      clients.send(BackEnd.HOLD);
      await().atMost(Duration.ofSeconds(30)).until(() -> backEnd.held() == HOLDS);
      for (int number = 1; number <= 10; number++) {
        reload(router, backEnd.port(), number);
      }
      awaitOneTable(router);
      long threads = router.read(Gauge.THREADS);
      long bytes = router.read(Gauge.LIVE_BYTES);

      for (int number = 11; number <= 10 + RELOADS; number++) {
        reload(router, backEnd.port(), number);
      }

      awaitOneTable(router);
      long moreBytes = router.read(Gauge.LIVE_BYTES) - bytes;
      long moreThreads = router.read(Gauge.THREADS) - threads;
      System.out.println("more bytes: " + moreBytes + ", more threads: " + moreThreads);
      assertTrue(moreBytes <= MOST_BYTES, moreBytes + " bytes more");
      assertTrue(moreThreads <= MOST_THREADS, moreThreads + " threads more");
      assertEquals(HOLDS, backEnd.held());
      backEnd.release();
      clients.receive();
      clients.get(1);
    }
  }

  private static void awaitOneTable(RouterProcess router) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals(2, router.read(Gauge.ROUTING_TABLES)));
  }
}
