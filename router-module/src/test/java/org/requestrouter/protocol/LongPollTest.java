package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients and intermediaries do to polls that wait. */
class LongPollTest extends ProtocolTest {
  private static final int RACES = 100;

  private Wire hold(RawClient client, String target) throws IOException {
    client.get(target);
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  @Test
  void clientThatEndsOnlyWhatItSendsHasLeft() throws Exception {
    start();
    RawClient client = connect();
    Wire server = hold(client, "/poll");
    client.finishSending();
    server.awaitEnd(SOON);
    client.awaitEnd(SOON);
    await().atMost(Wire.STEP).until(() -> router.counter("backend.b.aborts") == 1);
    assertEquals(0, router.counter("backend.b.failures"));
  }

  private static Void answer(Wire server, CyclicBarrier together) throws Exception {
    together.await();
    try {
      server.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
    } catch (IOException closed) {
      // The router was faster.
    }
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void departureAtTheMomentOfTheAnswerLosesNothing(Wire.End how) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setMaxHeldPerClient(RACES);
          backend.observe();
          backend.setRetries(0);
        });
    ExecutorService answering = Executors.newSingleThreadExecutor();
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      for (int i = 0; i < RACES; i++) {
        RawClient client = RawClient.connect(router.port());
        Wire server = hold(client, "/poll");
        Future<?> answered = answering.submit(() -> answer(server, together));
        together.await();
        client.leave(how);
        answered.get();
      }
    } finally {
      answering.shutdown();
    }
    router.awaitQuiet();
    assertEquals(0, router.backend().clientsCounted());
    assertEquals(0, router.counter("backend.b.failures"));
    long ends = router.counter("backend.b.aborts") + router.counter("backend.b.responses.2xx");
    assertEquals(RACES, ends);
    assertTrue(router.member(0).isUp());
    assertStillServes();
  }

  @Test
  void requestsPipelinedBehindAPollWaitForIt() throws Exception {
    start((routing, backend, server) -> server.setMaxConnections(1));
    RawClient client = connect();
    Wire server = hold(client, "/poll");
    client.get("/second").get("/third");
    server.expectSilence(Duration.ofMillis(100));
    assertEquals(1, router.inFlight());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    for (String target : new String[] {"/second", "/third"}) {
      assertEquals(target, server.readRequest().head().target());
      server.send(RawServer.OK);
      assertEquals("ok", client.readResponse().content());
    }
  }

  @Test
  void requestPipelinedBehindAPollThatTimesOutIsServed() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout("1s"));
    RawClient client = connect();
    Wire server = hold(client, "/poll");
    client.get("/second");
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(SOON);
    Wire next = upstream.accept();
    assertEquals("/second", next.readRequest().head().target());
    next.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesWithRequestsPipelinedBehindItsPollIsNoticed(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = hold(client, "/poll");
    client.get("/second").get("/third");
    client.leave(how);
    server.awaitEnd(SOON);
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @Test
  void pollsAreRefusedBeyondMaxHeldAndAPlaceIsFreeAtOnceAfterADeparture() throws Exception {
    start((routing, backend, server) -> backend.setMaxHeld(1));
    RawClient client = connect();
    Wire server = hold(client, "/poll");
    assertEquals(503, connect().get("/poll").readResponse().status());
    client.leave(Wire.End.FIN);
    server.awaitEnd(SOON);
    await().atMost(SOON).until(() -> router.inFlight() == 0);
    RawClient next = connect();
    Wire again = hold(next, "/poll");
    again.send(RawServer.OK);
    assertEquals("ok", next.readResponse().content());
  }
}
