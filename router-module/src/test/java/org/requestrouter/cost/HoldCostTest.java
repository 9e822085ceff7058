package org.requestrouter.cost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.Alone;

/** What requests hold while they wait for their response. */
@Alone
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HoldCostTest {
  private static final int HOLDS = 500;
  private static final int MANY_HOLDS = 2_000;
  private static final int CORE_BYTES = 5_700;

  /** Jetty's servlet request and response wait too. */
  private static final int SERVLET_BYTES = 7_700;

  private BackEnd backEnd;
  private RouterProcess router;
  private final List<Clients> opened = new ArrayList<>();

  /** Starts the router, with requests that wait: what their first ones leave for ever is there. */
  private Clients start(Door door, boolean tracking) throws IOException {
    backEnd = new BackEnd();
    router = new RouterProcess(door, backEnd.port(), tracking);
    Clients clients = connect(HOLDS).get(1);
    hold(clients);
    return clients;
  }

  private Clients connect(int count) throws IOException {
    Clients clients = new Clients(router.port(), count);
    opened.add(clients);
    return clients;
  }

  private void hold(Clients clients) throws IOException {
    int before = backEnd.held();
    clients.send(BackEnd.HOLD);
    await().atMost(Duration.ofSeconds(30)).until(() -> backEnd.held() == before + clients.count());
    await().untilAsserted(() -> assertEquals(0, router.read(Gauge.BUSY_THREADS)));
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
  void waitingRequestsHoldNoBufferThreadOrParser(Door door) throws Exception {
    Clients first = start(door, true);
    long threads = router.read(Gauge.THREADS);
    Clients clients = connect(HOLDS);
    hold(clients);

    assertEquals(0, router.read(Gauge.BUFFERS_IN_USE));
    assertEquals(threads, router.read(Gauge.THREADS));
    // Jetty's connections to the clients have one each, the connections to the server none.
    assertEquals(2 * HOLDS, router.read(Gauge.PARSERS));
    assertEquals(0, router.read(Gauge.RESPONSE_PARSERS));
    backEnd.release();
    first.receive();
    clients.receive();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aWaitingRequestTakesLittleHeap(Door door) throws Exception {
    start(door, false);

    assertHeap(MANY_HOLDS, 0, door == Door.CORE ? CORE_BYTES : SERVLET_BYTES);
  }

  /** Jetty's parser would have a cache of header lines from the second request on. */
  @ParameterizedTest
  @EnumSource(Door.class)
  void onAConnectionThatHasBeenUsedItTakesNoMore(Door door) throws Exception {
    start(door, false);

    assertHeap(HOLDS, 2, door == Door.CORE ? CORE_BYTES : SERVLET_BYTES);
  }

  private void assertHeap(int holds, int requestsBefore, int most) throws IOException {
    long empty = router.read(Gauge.LIVE_BYTES);
    hold(connect(holds).get(requestsBefore));

    long bytes = (router.read(Gauge.LIVE_BYTES) - empty) / holds;

    System.out.println("bytes a hold after " + requestsBefore + " requests: " + bytes);
    assertTrue(bytes > 0 && bytes <= most, () -> bytes + " bytes a hold, most " + most);
  }
}
