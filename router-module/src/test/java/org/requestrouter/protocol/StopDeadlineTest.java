package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.BackendConfig;

/** When a stop has an end, and what it does to what remains. */
class StopDeadlineTest extends StoppingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhalf.",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n"
      })
  void responseStillInProgressAtTheDeadlineIsTruncated(String rest) throws Exception {
    start("100ms", 2000);
    RawClient client = connect();
    Wire server = ask(client, "/download");
    server.send("HTTP/1.1 200 OK\r\n" + rest);
    ContentReader content = client.readResponseHead(200);
    content.expect("half.");
    CompletableFuture<Long> stopped = stop();
    assertEquals("", content.truncated());
    server.awaitEnd(Wire.STEP);
    assertDeadline(stopped);
  }

  @Test
  void clientThatTakesTheCloseForTheEndOfContentIsResetAtTheDeadline() throws Exception {
    start("100ms", 2000);
    RawClient client = connect();
    client.send("GET /download HTTP/1.0\r\nHost: test\r\n\r\n");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n");
    ContentReader content = client.readResponseHead(200);
    content.expect("half.");
    CompletableFuture<Long> stopped = stop();
    assertThrows(SocketException.class, content::next, "a FIN would look like the end");
    assertDeadline(stopped);
  }

  /** Jetty tells that it has waited in vain. */
  private static void assertDeadline(CompletableFuture<Long> stopped) throws Exception {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> stopped.get(LONG, TimeUnit.MILLISECONDS));
    assertTrue(failure.getCause().getCause() instanceof TimeoutException, failure::toString);
  }

  @Test
  void heldRequestIsCutAtOnceWithoutAStopTimeout() throws Exception {
    start("20s", 0);
    RawClient client = connect();
    Wire server = ask(client, "/poll");
    CompletableFuture<Long> stopped = stop();
    client.awaitEnd(Wire.STEP);
    server.awaitEnd(Wire.STEP);
    stopped.get(LONG, TimeUnit.MILLISECONDS);
  }

  @Test
  void connectionsThatAreNotUsedDelayNothing() throws Exception {
    start("20s", LONG);
    RawClient client = connect();
    Wire server = ask(client, "/first");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    client.close();
    assertBeforeTheTimeout(stop());
  }

  @Test
  void serverThatIsStartedAgainServes() throws Exception {
    start("100ms", LONG);
    CompletableFuture<Long> stopped = stop();
    assertBeforeTheTimeout(stopped);
    router.server().start();
    upstream.serveOk();
    assertEquals("ok", connect().get("/").readResponse().content());
  }

  @Test
  void whatWaitsIsRefusedBeforeTheServerStopsToWait() throws Exception {
    start("1h", 2000);
    RawClient client = connect();
    ask(client, "/poll");
    shutDownTheRouterAlone();
    assertRefused(client.readResponse());
  }

  @Test
  void requestWithoutAConnectionIsRefusedBeforeTheServerStopsToWait() throws Exception {
    try (Blackhole blackhole = new Blackhole()) {
      assumeTrue(blackhole.swallows(), "this system accepts connections beyond the backlog");
      start(
          "0",
          2000,
          (routing, backend, server) -> {
            BackendConfig hole = routing.backend("hole");
            hole.setConnectTimeout("1h");
            hole.server("s1", "http://127.0.0.1:" + blackhole.port());
            routing.setDefaultBackend("hole");
          });
      RawClient client = connect().get("/");
      await().atMost(Wire.STEP).until(() -> router.inFlight() == 1);
      shutDownTheRouterAlone();
      assertRefused(client.readResponse());
    }
  }

  /** So that the server never stops to wait, and a slow machine makes no difference. */
  private void shutDownTheRouterAlone() {
    router.server().getBean(RequestRouter.class).shutdown();
  }
}
