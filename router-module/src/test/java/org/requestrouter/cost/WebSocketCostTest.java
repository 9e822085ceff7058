package org.requestrouter.cost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.Alone;

/** What a WebSocket holds while nothing passes, and what a message takes. */
@Alone
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketCostTest {
  private static final int SOCKETS = 500;

  /** For both sides, with what Jetty and the JDK need for their sockets. */
  private static final int MOST_BYTES = 3_000;

  private static final int BUSY = 16;
  private static final int ROUNDS = 100;
  private static final int MESSAGES = BUSY * ROUNDS;

  /** Rounds until the code is compiled, which causes calls. */
  private static final int WARM_UP = 300;

  /** What no message causes; far less than if each message caused one more. */
  private static final int NOISE = MESSAGES / 20;

  private static final int WINDOWS = 3;

  @TempDir private Path directory;
  private BackEnd backEnd;
  private RouterProcess router;
  private final List<Clients> opened = new ArrayList<>();

  private void start(Door door, boolean tracking) throws IOException {
    backEnd = new BackEnd();
    router = new RouterProcess(door, backEnd.port(), tracking);
  }

  private Clients open(int count) throws IOException {
    Clients clients = new Clients(router.port(), count);
    opened.add(clients);
    clients.upgrade().echo(1);
    awaitQuiet();
    return clients;
  }

  private void awaitQuiet() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertEquals(0, router.read(Gauge.BUSY_THREADS)));
  }

  @AfterEach
  void stop() throws IOException {
    for (Clients clients : opened) {
      clients.close();
    }
    router.close();
    backEnd.close();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void idleWebSocketsHoldLittleMemoryAndNoThreadBufferOrParser(Door door) throws Exception {
    start(door, true);
    open(SOCKETS);
    long threads = router.read(Gauge.THREADS);
    long before = memory();
    open(SOCKETS);

    long bytes = (memory() - before) / SOCKETS;

    System.out.println(door + ", bytes an idle WebSocket: " + bytes);
    assertTrue(bytes > 0 && bytes <= MOST_BYTES, () -> bytes + " bytes, most " + MOST_BYTES);
    assertEquals(threads, router.read(Gauge.THREADS));
    assertEquals(0, router.read(Gauge.BUFFERS_IN_USE));
    // A thread keeps those that it has needed for responses.
    assertEquals(0, router.read(Gauge.PARSERS) - router.read(Gauge.RESPONSE_PARSERS));
    assertEquals(2 * 2 * SOCKETS, router.read(Gauge.SELECTOR_KEYS));
  }

  private long memory() throws IOException {
    return router.read(Gauge.LIVE_BYTES) + router.read(Gauge.DIRECT_BYTES);
  }

  @Test
  void aMessageThereAndBackTakesTwoReadsAndTwoWritesOnOneThread() throws Exception {
    SystemCalls.require();
    start(Door.CORE, false);
    Clients clients = open(BUSY).echo(WARM_UP);
    awaitQuiet();
    long handovers = router.read(Gauge.HANDOVERS);
    SystemCalls calls = null;
    // Chance only adds calls, but one that belongs to the messages is there each time.
    for (int i = 0; i < WINDOWS && (calls == null || calls.others() > NOISE); i++) {
      calls = SystemCalls.of(router.pid(), directory, () -> clients.echo(ROUNDS));
    }

    System.out.println(MESSAGES + " messages there and back: " + calls);
    assertAtMost(2 * MESSAGES + NOISE, calls.reads(), "reads: " + calls);
    assertAtMost(2 * MESSAGES + NOISE, calls.writes(), "writes: " + calls);
    assertAtMost(NOISE, calls.others(), "other calls: " + calls);
    assertEquals(0, router.read(Gauge.HANDOVERS) - handovers);
  }

  private static void assertAtMost(long most, long count, String what) {
    assertTrue(count <= most, () -> count + " is more than " + most + " " + what);
  }
}
