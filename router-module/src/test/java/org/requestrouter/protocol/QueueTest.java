package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that wait because every server has as many as it may have. */
class QueueTest extends ProtocolTest {

  @BeforeEach
  void oneContextOfTheServletIsEnoughToWaitIn() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
  }

  private void startWithOneConnection(String queueTimeout) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout(queueTimeout);
          server.setMaxConnections(1);
        });
  }

  /** Occupies the one connection; the returned server side has read the request. */
  private Wire occupy(RawClient client) throws IOException {
    client.get("/first");
    Wire server = upstream.accept();
    assertEquals("/first", server.readRequest().head().target());
    return server;
  }

  private RawClient enqueue(String target, int waiting) throws IOException {
    RawClient client = connect().get(target);
    await().atMost(Wire.STEP).until(() -> router.queued() == waiting);
    return client;
  }

  /** Answers on the connection that the next request comes on, which the router may choose. */
  private Wire serveNext(Wire last, String target) throws IOException {
    last.send(RawServer.OK);
    assertEquals(target, last.readRequest().head().target());
    return last;
  }

  @Test
  void secondRequestWaitsAndIsServedWhenTheFirstEnds() throws Exception {
    startWithOneConnection("50s");
    RawClient first = connect();
    Wire server = occupy(first);
    RawClient second = enqueue("/second", 1);
    upstream.expectNoConnection(Duration.ofMillis(100));
    serveNext(server, "/second").send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", second.readResponse().content());
  }

  @Test
  void fiftyWaitingRequestsAreServedInOrderAndHoldNoThread() throws Exception {
    startWithOneConnection("50s");
    RawClient first = connect();
    Wire server = occupy(first);
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 1; i <= 50; i++) waiting.add(enqueue("/" + i, i));
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.busyThreads()));
    for (int i = 1; i <= 50; i++) serveNext(server, "/" + i);
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    for (RawClient client : waiting) assertEquals("ok", client.readResponse().content());
    assertEquals(1, upstream.connections());
  }

  @Test
  void requestsThatHoldAServerHoldNoThreadAndNoBuffer() throws Exception {
    start();
    for (int i = 0; i < 40; i++) {
      connect().get("/poll");
      upstream.accept().readRequest();
    }
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.busyThreads()));
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.buffersInUse()));
    assertEquals(40, router.inFlight());
  }

  @Test
  void waitingLongerThanTheQueueTimeoutGivesServiceUnavailable() throws Exception {
    startWithOneConnection("300ms");
    RawClient first = connect();
    Wire server = occupy(first);
    assertEquals(503, connect().get("/second").readResponse().status());
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesTheQueueIsForgotten(Wire.End how) throws Exception {
    startWithOneConnection("50s");
    RawClient first = connect();
    Wire server = occupy(first);
    RawClient leaver = enqueue("/leaver", 1);
    RawClient stayer = enqueue("/stayer", 2);
    leaver.leave(how);
    await().atMost(SOON).until(() -> router.queued() == 1);
    serveNext(server, "/stayer").send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", stayer.readResponse().content());
  }

  @Test
  void contentOfAWaitingUploadIsSentWhenItsTurnComes() throws Exception {
    startWithOneConnection("50s");
    RawClient first = connect();
    Wire server = occupy(first);
    RawClient upload = connect().request("POST /upload", "Content-Length: 5");
    upload.send("hello");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    server.send(RawServer.OK);
    assertEquals("hello", server.readRequest().content());
    server.send(RawServer.OK);
    assertEquals("ok", upload.readResponse().content());
  }

  @ParameterizedTest
  @EnumSource
  void placeOfAClientThatLeavesItsServerGoesToTheNext(Wire.End how) throws Exception {
    startWithOneConnection("50s");
    RawClient first = connect();
    Wire server = occupy(first);
    RawClient second = enqueue("/second", 1);
    first.leave(how);
    server.awaitEnd(SOON);
    upstream.serveOk();
    assertEquals("ok", second.readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void placeOfAFailedExchangeGoesToTheNext() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("4s");
          backend.setQueueTimeout("50s");
          server.setMaxConnections(1);
        });
    RawClient first = connect();
    occupy(first);
    RawClient second = enqueue("/second", 1);
    upstream.serveOk();
    assertEquals(504, first.readResponse().status());
    assertEquals("ok", second.readResponse().content());
  }

  @Test
  void serverNeverHasMoreThanItsLimit() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout("50s");
          server.setMaxConnections(3);
        });
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    upstream.serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            connection.send(RawServer.OK);
          }
        });
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 30; i++) clients.add(connect());
    for (int round = 0; round < 10; round++) {
      for (RawClient client : clients) client.get("/");
      for (RawClient client : clients) assertEquals("ok", client.readResponse().content());
    }
    assertTrue(most.get() <= 3, most + " requests at once");
  }
}
