package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of clients whose server is full, drains, or is down, and of those it has learnt. */
class AffinityPlacementTest extends TwoServersTest {
  private static final String FAILED =
      "HTTP/1.1 500 Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  @Test
  void aClientWhoseServerRefusesIsGivenAnother() throws Exception {
    startWithCookie();
    serveNames();
    upstream.refuse();
    Message response = get("Cookie: SRV=s1");
    assertEquals("s2", response.content());
    assertEquals(List.of("SRV=s2; path=/"), cookies(response));
    assertEquals(List.of(), cookies(get("Cookie: SRV=s2")));
  }

  @Test
  void aServerThatDrainsServesItsOwnAndNobodyElse() throws Exception {
    startWithCookie();
    serveNames();
    router.changeState("s1", "drain");
    for (int i = 0; i < 4; i++) {
      assertEquals("s2", get().content());
    }
    Message response = get("Cookie: SRV=s1");
    assertEquals("s1", response.content());
    assertEquals(List.of(), cookies(response));
  }

  @Test
  void theLastOfAServersOwnIsServedEvenIfNoOtherServes() throws Exception {
    startWithCookie();
    serveNames();
    router.changeState("s1", "drain");
    router.changeState("s2", "drain");
    assertEquals("s1", get("Cookie: SRV=s1").content());
    Message refused = get();
    assertEquals(503, refused.status());
    assertEquals(List.of(), cookies(refused));
  }

  @Test
  void aServerInMaintenanceServesNobody() throws Exception {
    startWithCookie();
    serveNames();
    router.changeState("s1", "maint");
    Message response = get("Cookie: SRV=s1");
    assertEquals("s2", response.content());
    assertEquals(List.of("SRV=s2; path=/"), cookies(response));
  }

  /** Occupies the one connection of the first server. */
  private Wire occupy(RawClient first) throws IOException {
    first.get("/first", "Cookie: SRV=s1");
    Wire server = upstream.accept();
    assertEquals("/first", server.readRequest().head().target());
    return server;
  }

  private RawClient enqueue() throws IOException {
    RawClient waiting = connect().get("/second", "Cookie: SRV=s1");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    return waiting;
  }

  @Test
  void aClientWaitsForItsServerAndHoldsNobodyUp() throws Exception {
    start(backend -> backend.cookie("SRV"), 1);
    RawClient first = connect();
    Wire server = occupy(first);
    RawClient waiting = enqueue();
    other.serveOk();
    assertEquals(List.of("SRV=s2; path=/"), cookies(get()));
    assertEquals(1, router.queued());

    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("/second", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals(List.of(), cookies(waiting.readResponse()));
  }

  @Test
  void aClientThatWaitsForItsServerIsGivenAnotherWhenThatIsTakenOut() throws Exception {
    start(backend -> backend.cookie("SRV"), 1);
    RawClient first = connect();
    occupy(first);
    RawClient waiting = enqueue();
    other.serveOk();
    router.changeState("s1", "maint");
    assertEquals(List.of("SRV=s2; path=/"), cookies(waiting.readResponse()));
    first.close();
  }

  @Test
  void aClientThatWaitsForItsServerIsRefusedInTime() throws Exception {
    start(
        backend -> {
          backend.cookie("SRV");
          backend.setQueueTimeout("100ms");
        },
        1);
    RawClient first = connect();
    occupy(first);
    assertEquals(503, get("Cookie: SRV=s1").status());
    first.close();
  }

  @Test
  void aClientIsKnownByTheApplicationsCookie() throws Exception {
    start(
        backend -> {
          backend.stick().setOn("req.cook(JS)");
          backend.getStick().setLearn("res.cook(JS)");
        },
        0);
    serveNames("Set-Cookie: JS=fresh; Path=/");
    String server = get().content();
    for (int i = 0; i < 4; i++) {
      assertEquals(server, get("Cookie: x=1; JS=fresh").content());
    }
    assertEquals(1, router.learnt());
  }

  @Test
  void whatARuleTakesOutOfResponsesIsLearntAllTheSame() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.server("s2", "http://127.0.0.1:" + other.port());
          backend.stick().setOn("req.hdr(X-Session)");
          backend.getStick().setLearn("res.hdr(X-Session)");
          routing.useBackend("b").delResponseHeader("X-Session");
        });
    serveNames("X-Session: fresh");
    Message response = get();
    assertFalse(response.head().has("X-Session"));
    assertEquals(response.content(), get("X-Session: fresh").content());
    assertEquals(response.content(), get("X-Session: fresh").content());
  }

  @Test
  void aClientThatIsKnownIsGivenAnotherServerAndKeepsThat() throws Exception {
    start(backend -> backend.stick().setOn("req.hdr(X-Session)"), 0);
    serveNames();
    String server = get("X-Session: a").content();
    router.changeState(server, "maint");
    String next = get("X-Session: a").content();
    router.changeState(server, "ready");
    for (int i = 0; i < 4; i++) {
      assertEquals(next, get("X-Session: a").content());
    }
  }

  @Test
  void aClientDoesNotWaitForAServerThatIsOnTrial() throws Exception {
    assumeTrue(door == Door.CORE, "servers are chosen alike behind all doors");
    start(
        backend -> {
          backend.cookie("SRV");
          backend.circuitBreaker().setMinimumRequests(1);
          backend.getCircuitBreaker().setOpenTime("4s");
        },
        0);
    CountDownLatch onTrial = new CountDownLatch(1);
    CountDownLatch passed = new CountDownLatch(1);
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          if (index == 0) {
            connection.send(FAILED);
            return;
          }
          onTrial.countDown();
          awaitOpen(passed);
          connection.send(RawServer.OK);
        });
    AtomicInteger elsewhere = new AtomicInteger();
    other.serve(
        (connection, index) -> {
          connection.readRequest();
          elsewhere.incrementAndGet();
          connection.send(RawServer.OK);
        });
    assertEquals(500, get("Cookie: SRV=s1").status());
    // Until the open time is over all go elsewhere; then one is the probe.
    RawClient probe;
    do {
      int before = elsewhere.get();
      probe = connect().get("/", "Cookie: SRV=s1");
      await().atMost(Wire.STEP).until(() -> onTrial.getCount() == 0 || elsewhere.get() > before);
    } while (onTrial.getCount() > 0);

    assertEquals(List.of("SRV=s2; path=/"), cookies(get("Cookie: SRV=s1")));
    passed.countDown();
    assertEquals(List.of(), cookies(probe.readResponse()));
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      assertTrue(latch.await(Wire.STEP.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aClientWhoseServerIsSparedIsGivenAnother() throws Exception {
    start(
        backend -> {
          backend.cookie("SRV");
          backend.circuitBreaker().setMinimumRequests(1);
          backend.getCircuitBreaker().setOpenTime("1h");
        },
        0);
    other.serveOk();
    RawClient first = connect().get("/fails", "Cookie: SRV=s1");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(FAILED);
    assertEquals(500, first.readResponse().status());

    assertEquals(List.of("SRV=s2; path=/"), cookies(get("Cookie: SRV=s1")));
    upstream.expectNoConnection(Duration.ofMillis(50));
  }
}
