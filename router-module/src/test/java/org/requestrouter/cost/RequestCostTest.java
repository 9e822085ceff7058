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
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.Alone;

/** What a small request on a connection that is kept alive costs, whatever the machine. */
@Alone
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestCostTest {
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 100;
  private static final int REQUESTS = CLIENTS * ROUNDS;

  /**
   * Rounds until the code is compiled: that causes calls, and saves allocations. Connections come
   * and go meanwhile, as code that has never seen this is compiled anew.
   */
  private static final int WARM_UP = 100;

  private static final int GENERATIONS = 6;

  /** Calls that no request causes; far fewer than if each request caused one more. */
  private static final int NOISE = REQUESTS / 20;

  private static final int WINDOWS = 3;

  private static final int CORE_BYTES = 2_800;

  /** Jetty makes its servlet request and response anew for each request. */
  private static final int SERVLET_BYTES = 3_900;

  private static BackEnd backEnd;
  private static RouterProcess router;

  @Parameter private Door door;
  @TempDir private Path directory;
  private final List<Clients> opened = new ArrayList<>();

  @BeforeParameterizedClassInvocation
  static void startWarmRouter(Door door) throws IOException {
    backEnd = new BackEnd();
    router = new RouterProcess(door, backEnd.port(), false);
    for (int i = 0; i < GENERATIONS; i++) {
      try (Clients clients = new Clients(router.port(), CLIENTS)) {
        clients.get(WARM_UP);
      }
      awaitQuiet();
    }
  }

  @AfterParameterizedClassInvocation
  static void stopRouter() throws IOException {
    router.close();
    backEnd.close();
  }

  @AfterEach
  void closeClients() throws IOException {
    for (Clients clients : opened) {
      clients.close();
    }
    awaitQuiet();
  }

  private static void awaitQuiet() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertEquals(0, router.read(Gauge.BUSY_THREADS)));
  }

  private Clients connect(int count) throws IOException {
    Clients clients = new Clients(router.port(), count);
    opened.add(clients);
    // With the second request Jetty's parser makes its cache.
    return clients.get(2);
  }

  /** With one client nothing amortizes: each event is waited for. */
  @Test
  void aRequestAloneTakesTwoReadsTwoWritesAndTwoWaits() throws Exception {
    assertCalls(connect(1), REQUESTS);
  }

  @Test
  void aRequestAmongOthersTakesNoMoreCalls() throws Exception {
    assertCalls(connect(CLIENTS), ROUNDS);
  }

  /** Chance only adds calls, but a call that belongs to the requests is there each time. */
  private void assertCalls(Clients clients, int rounds) throws Exception {
    SystemCalls.require();
    SystemCalls calls = null;
    for (int i = 0; i < WINDOWS && (calls == null || calls.others() > NOISE); i++) {
      calls = SystemCalls.of(router.pid(), directory, () -> clients.get(rounds));
    }
    System.out.println(door + ", " + REQUESTS + " requests: " + calls);
    assertTwoEach(calls.reads(), "reads: " + calls);
    assertTwoEach(calls.writes(), "writes: " + calls);
    assertAtMost(2 * REQUESTS + NOISE, calls.waits(), "waits for events: " + calls);
    assertAtMost(NOISE, calls.others(), "other calls: " + calls);
  }

  private static void assertTwoEach(long count, String what) {
    // Counted at its end, the last call of a thread may be missed: its client has the bytes before.
    assertTrue(count >= 2 * REQUESTS - NOISE, () -> count + " is too few " + what);
    assertAtMost(2 * REQUESTS + NOISE, count, what);
  }

  private static void assertAtMost(long most, long count, String what) {
    assertTrue(count <= most, () -> count + " is more than " + most + " " + what);
  }

  @Test
  void aRequestWakesTheSelectorTwice() throws Exception {
    Clients client = connect(1);
    long before = router.read(Gauge.WAKE_UPS);

    client.get(REQUESTS);

    assertTwoEach(router.read(Gauge.WAKE_UPS) - before, "wake-ups");
  }

  @Test
  void everyRequestGoesOnWithoutAChangeOfThreads() throws Exception {
    Clients clients = connect(CLIENTS);
    awaitQuiet();
    long resumes = router.read(Gauge.RESUMES);
    long handovers = router.read(Gauge.HANDOVERS);

    clients.get(ROUNDS);

    awaitQuiet();
    assertEquals(REQUESTS, router.read(Gauge.RESUMES) - resumes);
    assertEquals(0, router.read(Gauge.HANDOVERS) - handovers);
  }

  @Test
  void serversAreConnectedOnTheSelectorsOfTheirClients() throws Exception {
    Clients clients = connect(CLIENTS);
    clients.send(BackEnd.HOLD);
    await().until(() -> backEnd.held() == CLIENTS);

    assertEquals(2 * CLIENTS, router.read(Gauge.SELECTOR_KEYS));
    assertEquals(0, router.read(Gauge.OWN_SELECTORS));
    backEnd.release();
    clients.receive();
  }

  @Test
  void aRequestAllocatesLittle() throws Exception {
    Clients clients = connect(CLIENTS);
    long before = router.read(Gauge.ALLOCATED_BYTES);

    clients.get(ROUNDS);

    long bytes = (router.read(Gauge.ALLOCATED_BYTES) - before) / REQUESTS;
    System.out.println(door + ", bytes allocated a request: " + bytes);
    int most = door == Door.CORE ? CORE_BYTES : SERVLET_BYTES;
    assertTrue(bytes > 0 && bytes <= most, () -> bytes + " bytes a request, most " + most);
  }

  @Test
  void plainResponsesNeedNoParser() throws Exception {
    Clients client = connect(1);

    assertEquals(0, router.read(Gauge.RESPONSE_PARSERS));

    // A thread that has needed one keeps it: were the gauge wrong, it would show here.
    client.send(BackEnd.CHUNKED);
    await().untilAsserted(() -> assertEquals(1, router.read(Gauge.RESPONSE_PARSERS)));
  }
}
