package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.Alone;

/**
 * Back-end processes are killed, stopped and started again under load, and ledgers are kept on both
 * sides: what a client counts as answered was answered by the server whose name it bears, and what
 * must not be repeated reached one server at most. It takes {@code chaos.seconds}, by default 20.
 */
@Alone
class ChaosTest extends ProtocolTest {
  private static final long SECONDS = Long.getLong("chaos.seconds", 20);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
  private static final int CLIENTS = 12;

  @TempDir Path directory;

  private final List<ServerProcess> servers = new ArrayList<>();
  private Ledger ledger;
  private volatile boolean over;

  @BeforeEach
  void startServers() throws IOException {
    assumeTrue(door != Door.WEBAPP, "the servlet's own context shows what its others would");
    System.out.println("chaos.seed=" + SEED + " chaos.seconds=" + SECONDS);
    ledger = new Ledger();
    for (int i = 0; i < 3; i++) servers.add(ServerProcess.start("p" + i, directory));
  }

  @AfterEach
  void endServers() throws IOException {
    for (ServerProcess server : servers) server.close();
  }

  private void startRouter() throws Exception {
    start(
        (routing, backend, server) -> {
          server.setWeight(0);
          for (int i = 0; i < servers.size(); i++) {
            backend.server("p" + i, "http://127.0.0.1:" + servers.get(i).port());
          }
          backend.setConnectTimeout("1s");
          backend.setServerTimeout("2s");
          backend.observe().setErrorLimit(3);
          var check = backend.check();
          check.setUri("/health");
          check.setInterval("200ms");
          check.setTimeout("1s");
        });
    await().atMost(30, TimeUnit.SECONDS).until(this::allUp);
  }

  private boolean allUp() {
    return router.backend().servers().stream()
        .skip(1)
        .allMatch(server -> server.isUp() && server.health().getChecks() > 0);
  }

  /** One client: requests of all kinds, until it is over; what fails is forgotten. */
  private void request(Random random) {
    while (!over) {
      try (RawClient client = RawClient.connect(router.port())) {
        for (int i = 0; i < 50 && !over; i++) {
          exchange(client, random);
        }
      } catch (IOException | AssertionError broken) {
        ledger.broken();
      }
    }
  }

  private void exchange(RawClient client, Random random) throws IOException {
    String id = ledger.next();
    String path = random.nextInt(4) == 0 ? "/hold" : "/";
    boolean post = random.nextInt(3) == 0;
    if (post) {
      client.request("POST " + path, "X-Id: " + id, "Content-Length: 5").send("hello");
    } else {
      client.get(path, "X-Id: " + id);
    }
    Message response = client.readResponse();
    ledger.answered(id, post, response.status(), response.content());
  }

  /** Hurts one server at a time, so that there are always two to serve. */
  private void hurt(Random random) throws IOException {
    while (!over) {
      ServerProcess victim = servers.get(random.nextInt(servers.size()));
      if (random.nextInt(3) == 0) {
        victim.signal("STOP");
        pause(1500);
        victim.signal("CONT");
      } else {
        victim.kill();
        pause(random.nextInt(1500));
        victim.start();
      }
      pause(500);
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  @Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsAnsweredWasServedOnceAndTheRestIsNotRepeated() throws Exception {
    startRouter();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED + i);
        running.add(threads.submit(() -> request(random)));
      }
      running.add(
          threads.submit(
              () -> {
                hurt(new Random(SEED));
                return null;
              }));
      // Half of the time for each of the two doors.
      pause(TimeUnit.SECONDS.toMillis(SECONDS) / 2);
      over = true;
      for (Future<?> end : running) end.get(60, TimeUnit.SECONDS);
    } finally {
      over = true;
      threads.shutdownNow();
    }
    assertLedgersAgree();
    assertAllServeAgain();
  }

  private void assertLedgersAgree() throws IOException {
    for (ServerProcess server : servers) ledger.served(server.name(), server.ledger());
    System.out.println(ledger);
    assertEquals(List.of(), ledger.faults());
    // Most are served; how many depends on how busy the machine is, too.
    assertTrue(ledger.share(200) > 0.5, ledger.toString());
  }

  private void assertAllServeAgain() throws IOException {
    await().atMost(30, TimeUnit.SECONDS).until(this::allUp);
    RawClient client = connect();
    for (int i = 0; i < 9; i++) assertEquals(200, client.get("/").readResponse().status());
  }
}
