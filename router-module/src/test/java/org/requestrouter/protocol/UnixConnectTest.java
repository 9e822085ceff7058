package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.CheckConfig;

/** Connections to servers at unix-domain sockets, as they are made, and fail. */
class UnixConnectTest extends UnixTest {

  @Override
  void start(RouterFixture.Setup setup, RouterFixture.Preparation preparation) throws Exception {
    assumeTrue(door == Door.CORE, "connections are made alike behind all doors");
    super.start(setup, preparation);
  }

  @Test
  void silentServerGivesGatewayTimeout() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout("300ms"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
  }

  @Test
  void fileThatIsMissingGivesServiceUnavailableAndServesWhenItIsThere() throws Exception {
    upstream.close();
    Files.delete(path());
    start();
    assertEquals(503, connect().get("/").readResponse().status());
    listen(50);
    assertStillServes();
  }

  @Test
  void fileThatNobodyListensAtGivesServiceUnavailable() throws Exception {
    upstream.close();
    start();
    assertTrue(Files.exists(path()));
    assertEquals(503, connect().get("/").readResponse().status());
  }

  @Test
  void fileThatIsNoSocketGivesServiceUnavailable() throws Exception {
    upstream.close();
    Files.delete(path());
    Files.writeString(path(), "no socket");
    start();
    assertEquals(503, connect().get("/").readResponse().status());
  }

  @Test
  void anotherServerIsTriedInTheirPlace() throws Exception {
    upstream.close();
    try (RawServer other = new RawServer()) {
      other.serveOk();
      start((routing, backend, server) -> backend.server("s2", other.uri()));
      for (int i = 0; i < 4; i++) {
        assertEquals(200, connect().get("/").readResponse().status());
      }
    }
  }

  @Test
  void fullListenQueueIsWaitedFor() throws Exception {
    upstream.close();
    Files.delete(path());
    listen(1);
    start();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) clients.add(connect().get("/"));
    // Two of them are in the queue; nobody is accepted yet.
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 8);
    upstream.serveOk();
    for (RawClient client : clients) assertEquals(200, client.readResponse().status());
  }

  @Test
  void fullListenQueueGivesServiceUnavailableAfterTheConnectTimeout() throws Exception {
    upstream.close();
    Files.delete(path());
    listen(1);
    start(
        (routing, backend, server) -> {
          backend.setConnectTimeout("300ms");
          backend.setServerTimeout("30s");
        });
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) waiting.add(connect().get("/waits"));
    await().atMost(Wire.STEP).until(() -> router.connections() == 2);
    assertEquals(503, connect().get("/").readResponse().status());
    upstream.serveOk();
    for (RawClient client : waiting) assertEquals(200, client.readResponse().status());
  }

  @Test
  void serverIsCheckedByAConnection() throws Exception {
    start((routing, backend, server) -> backend.check().setInterval("20ms"));
    upstream.serveOk();
    await().atMost(Wire.STEP).until(() -> router.member(0).health().getChecks() > 1);
    assertEquals(0, router.member(0).health().getFailedChecks());
    upstream.close();
    await().atMost(Wire.STEP).until(() -> !router.member(0).health().isUp());
    Files.delete(path());
    listen(50);
    await().atMost(Wire.STEP).until(() -> router.member(0).health().isUp());
  }

  @Test
  void serverIsCheckedByARequest() throws Exception {
    start(
        (routing, backend, server) -> {
          CheckConfig check = backend.check();
          check.setUri("/health");
          check.setInterval("20ms");
        });
    Queue<Head> requests = new ConcurrentLinkedQueue<>();
    upstream.serve(
        (connection, index) -> {
          requests.add(connection.readRequest().head());
          connection.send(RawServer.OK);
        });
    await().atMost(Wire.STEP).until(() -> router.member(0).health().getChecks() > 0);
    assertEquals(0, router.member(0).health().getFailedChecks());
    Head head = requests.remove();
    assertEquals("/health", head.target());
    assertEquals("localhost", head.list("Host"));
  }

  @Test
  void namesAreLookedUpAgainOnlyWhereThereIsOne() throws Exception {
    upstream.serveOk();
    start((routing, backend, server) -> backend.setResolveInterval("1s"));
    assertEquals("s1", router.member(0).name());
    assertStillServes();
  }
}
