package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that the operator takes out of service and puts back. */
class DrainTest extends ProtocolTest {

  @BeforeEach
  void oneContextOfTheServletIsEnoughToDrainIn() {
    assumeTrue(door != Door.WEBAPP, "drains alike in any context of the servlet");
  }

  private void change(String state) {
    router.member(0).changeState(state);
  }

  private Wire ask(RawClient client, String target) throws IOException {
    client.get(target);
    Wire server = upstream.accept();
    assertEquals(target, server.readRequest().head().target());
    return server;
  }

  private void expectConnections(int count) {
    await().atMost(Wire.STEP).until(() -> router.connections() == count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "maint"})
  void serverOutOfServiceFinishesWhatItHasAndGetsNothingNew(String state) throws Exception {
    start();
    RawClient client = connect();
    Wire server = ask(client, "/old");
    change(state);
    assertEquals(503, connect().get("/new").readResponse().status());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    assertEquals(503, client.get("/new").readResponse().status());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "maint"})
  void serverThatReturnsServesAgain(String state) throws Exception {
    start();
    change(state);
    assertEquals(503, connect().get("/").readResponse().status());
    change("ready");
    assertStillServes();
  }

  @Test
  void othersServeMeanwhile() throws Exception {
    try (RawServer other = new RawServer()) {
      start((routing, backend, server) -> backend.server("s2", "http://127.0.0.1:" + other.port()));
      change("drain");
      other.serveOk();
      RawClient client = connect();
      for (int i = 0; i < 10; i++) {
        assertEquals("ok", client.get("/" + i).readResponse().content());
      }
      upstream.expectNoConnection(Duration.ofMillis(100));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "maint"})
  void idleConnectionsOfAQuietServerAreClosedAtOnce(String state) throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("1h"));
    RawClient client = connect();
    Wire server = ask(client, "/");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    change(state);
    assertEquals(Wire.End.FIN, server.awaitEnd(Wire.STEP));
    expectConnections(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "maint"})
  void connectionInUseIsClosedWhenItsRequestHasEnded(String state) throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("1h"));
    RawClient client = connect();
    Wire server = ask(client, "/");
    change(state);
    assertEquals(1, router.connections());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    assertEquals(Wire.End.FIN, server.awaitEnd(Wire.STEP));
    expectConnections(0);
  }

  @Test
  void idleConnectionIsClosedInMaintenanceWhileOthersAreInUse() throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("1h"));
    RawClient first = connect();
    Wire held = ask(first, "/held");
    RawClient second = connect();
    Wire idle = ask(second, "/short");
    idle.send(RawServer.OK);
    assertEquals("ok", second.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    change("drain");
    // It may be needed again, for a request that belongs to this server.
    assertEquals(2, router.connections());
    change("maint");
    assertEquals(Wire.End.FIN, idle.awaitEnd(Wire.STEP));
    expectConnections(1);
    held.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    expectConnections(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"roundrobin", "source"})
  void requestsInTheQueueWaitForTheServerToReturn(String balance) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance(balance);
          backend.setQueueTimeout("30s");
          server.setMaxConnections(1);
        });
    RawClient first = connect();
    Wire server = ask(first, "/first");
    RawClient waiting = connect().get("/waiting");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    change("maint");
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals(503, connect().get("/new").readResponse().status());
    assertEquals(1, router.queued());
    upstream.serveOk();
    change("ready");
    assertEquals("ok", waiting.readResponse().content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"roundrobin", "source"})
  void requestsInTheQueueWaitNoLongerThanTheQueueTimeout(String balance) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance(balance);
          backend.setQueueTimeout("4s");
          server.setMaxConnections(1);
        });
    RawClient first = connect();
    Wire server = ask(first, "/first");
    long begin = System.nanoTime();
    RawClient waiting = connect().get("/waiting");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    change("drain");
    Message refused = waiting.readResponse();
    assertFalse(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 1000);
    assertEquals(503, refused.status());
    assertEquals("1", refused.head().list("Retry-After"));
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
  }

  @Test
  void serverWithoutWeightGetsNothingNewAndKeepsItsConnections() throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("1h"));
    RawClient client = connect();
    Wire server = ask(client, "/");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    router.member(0).changeWeight(0);
    assertEquals(503, connect().get("/new").readResponse().status());
    assertEquals(1, router.connections());
    router.member(0).changeWeight(256);
    client.get("/again");
    assertEquals("/again", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }
}
