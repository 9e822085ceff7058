package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused for want of room, and who serves when not all servers can. */
class LimitTest extends ProtocolTest {
  private RawServer second;

  @BeforeEach
  void openSecondServer() throws IOException {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
    second = new RawServer();
  }

  @AfterEach
  void closeSecondServer() throws IOException {
    if (second != null) second.close();
  }

  private static void assertRefused(Message response, String retryAfter) {
    assertEquals(503, response.status());
    assertEquals(List.of(retryAfter), response.head().values("Retry-After"));
  }

  private RawClient enqueue(String target, int waiting) throws IOException {
    RawClient client = connect().get(target);
    await().atMost(Wire.STEP).until(() -> router.queued() == waiting);
    return client;
  }

  @Test
  void requestThatFindsTheQueueFullIsRefusedAtOnce() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout("50s");
          backend.setMaxQueue(1);
          backend.setRetryAfter("2500ms");
          server.setMaxConnections(1);
        });
    RawClient first = connect().get("/first");
    Wire server = upstream.accept();
    server.readRequest();
    RawClient second = enqueue("/second", 1);
    RawClient third = connect().get("/third");
    assertRefused(third.readResponse(), "3");
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("/second", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", second.readResponse().content());
    third.get("/again");
    assertEquals("/again", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", third.readResponse().content());
  }

  @Test
  void requestBeyondThoseHeldAtOnceIsRefused() throws Exception {
    start((routing, backend, server) -> backend.setMaxHeld(2));
    RawClient first = connect().get("/poll");
    Wire firstServer = upstream.accept();
    RawClient other = connect().get("/poll");
    Wire otherServer = upstream.accept();
    firstServer.readRequest();
    otherServer.readRequest();
    assertRefused(connect().get("/poll").readResponse(), "1");
    firstServer.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 1);
    first.get("/next");
    assertEquals("/next", firstServer.readRequest().head().target());
    firstServer.send(RawServer.OK);
    otherServer.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", other.readResponse().content());
  }

  @Test
  void refusalAfterTheQueueTimeoutSaysWhenToComeAgain() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout("200ms");
          server.setMaxConnections(1);
        });
    RawClient first = connect().get("/first");
    Wire server = upstream.accept();
    server.readRequest();
    assertRefused(connect().get("/second").readResponse(), "1");
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
  }

  /** Answers with the name, and what asks to be held only once it is released. */
  private static void serve(RawServer server, String name, CountDownLatch release)
      throws IOException {
    server.serve(
        (connection, index) -> {
          while (true) {
            if (connection.readRequest().head().target().startsWith("/hold")) Gates.pass(release);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + name);
          }
        });
  }

  private String keyOf(String name) throws IOException {
    RawClient client = connect();
    for (int key = 0; ; key++) {
      if (client.get("/?k=" + key).readResponse().content().equals(name)) return "k=" + key;
    }
  }

  @Test
  void requestWaitsForTheServerThatItsHashBelongsToAndHoldsUpNobody() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance("url_param(k)");
          backend.setQueueTimeout("50s");
          backend.setMaxQueue(2);
          server.setMaxConnections(1);
          backend.server("s2", "http://127.0.0.1:" + second.port()).setMaxConnections(1);
        });
    CountDownLatch release = new CountDownLatch(1);
    serve(upstream, "s1", release);
    serve(second, "s2", release);
    String ofFirst = keyOf("s1");
    String ofSecond = keyOf("s2");
    RawClient holder = connect().get("/hold?" + ofFirst);
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 1);
    RawClient waiting = enqueue("/?" + ofFirst, 1);
    RawClient behind = enqueue("/?" + ofFirst, 2);
    RawClient other = connect();
    for (int i = 0; i < 5; i++)
      assertEquals("s2", other.get("/?" + ofSecond).readResponse().content());
    assertEquals(2, router.queued());
    assertRefused(connect().get("/?" + ofFirst).readResponse(), "1");
    release.countDown();
    assertEquals("s1", holder.readResponse().content());
    assertEquals("s1", waiting.readResponse().content());
    assertEquals("s1", behind.readResponse().content());
  }

  @Test
  void requestThatWaitsForAServerThatLeavesServiceIsPlacedAnew() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance("uri");
          backend.setQueueTimeout("50s");
          server.setMaxConnections(1);
          backend.server("s2", "http://127.0.0.1:" + second.port()).setWeight(0);
        });
    RawClient first = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    RawClient waiting = enqueue("/", 1);
    second.serveOk();
    router.backend().servers().get(0).changeState("maint");
    // Nobody is left to wait for, but what has been accepted may hope.
    assertEquals(1, router.queued());
    router.backend().servers().get(1).changeWeight(1);
    assertEquals("ok", waiting.readResponse().content());
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
  }

  @Test
  void backupServesWhileNoOtherServerIsInService() throws Exception {
    start(
        (routing, backend, server) ->
            backend.server("s2", "http://127.0.0.1:" + second.port()).setBackup(true));
    upstream.serveOk();
    second.serveOk();
    RawClient client = connect();
    for (int i = 0; i < 10; i++) assertEquals(200, client.get("/").readResponse().status());
    assertEquals(0, second.connections());
    router.backend().servers().get(0).changeState("maint");
    for (int i = 0; i < 10; i++) assertEquals(200, client.get("/").readResponse().status());
    assertEquals(1, second.connections());
    router.backend().servers().get(0).changeState("ready");
    router.backend().servers().get(1).changeState("maint");
    assertEquals(200, client.get("/").readResponse().status());
  }

  @Test
  void backendWithoutAServerInServiceAnswersAtOnce() throws Exception {
    start();
    router.backend().servers().get(0).changeState("maint");
    assertEquals(503, connect().get("/").readResponse().status());
    router.backend().servers().get(0).changeState("ready");
    assertStillServes();
  }

  @Test
  void raisedWeightOfZeroBringsAServerIntoService() throws Exception {
    start((routing, backend, server) -> server.setWeight(0));
    assertEquals(503, connect().get("/").readResponse().status());
    router.backend().servers().get(0).changeWeight(5);
    assertStillServes();
  }
}
