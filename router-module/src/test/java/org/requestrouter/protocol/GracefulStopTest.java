package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.BackendConfig;

/** What becomes of requests when the server stops gracefully. */
class GracefulStopTest extends ProtocolTest {
  private static final long LONG = 30_000;

  private void start(String hold, long stopTimeout) throws Exception {
    start(hold, stopTimeout, (routing, backend, server) -> {});
  }

  /** As the module graceful prepares a server, but clients may be idle for as long as they like. */
  private void start(String hold, long stopTimeout, RouterFixture.Setup setup) throws Exception {
    start(
        setup,
        (server, router) -> {
          router.setStopHold(hold);
          server.setStopTimeout(stopTimeout);
          GracefulHandler graceful = new GracefulHandler();
          graceful.setShutdownIdleTimeout(LONG);
          server.insertHandler(graceful);
        });
  }

  /** Stops the server, and says after how many milliseconds it had. */
  private CompletableFuture<Long> stop() {
    long begin = System.nanoTime();
    CompletableFuture<Long> stopped =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                router.server().stop();
              } catch (Exception x) {
                throw new IllegalStateException(x);
              }
              return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            });
    await().atMost(Wire.STEP).until(() -> router.connector().isShutdown());
    return stopped;
  }

  private static void assertBeforeTheTimeout(CompletableFuture<Long> stopped) throws Exception {
    assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS) < LONG * 2 / 3);
  }

  private Wire ask(RawClient client, String target) throws IOException {
    client.get(target);
    Wire server = upstream.accept();
    assertEquals(target, server.readRequest().head().target());
    return server;
  }

  private static void assertRefused(Message response) {
    assertEquals(503, response.status());
    assertEquals("1", response.head().list("Retry-After"));
    assertEquals("close", response.head().list("Connection"));
  }

  @Test
  void heldRequestIsRefusedAfterTheHoldAndItsConnectionClosed() throws Exception {
    start("1s", LONG);
    RawClient client = connect();
    Wire server = ask(client, "/poll");
    CompletableFuture<Long> stopped = stop();
    assertRefused(client.readResponse());
    assertEquals(Wire.End.FIN, client.awaitEnd(Wire.STEP));
    server.awaitEnd(Wire.STEP);
    client.close();
    assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS) >= 1000);
    assertBeforeTheTimeout(stopped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "100ms"})
  void heldUploadIsRefusedWhenItHasBeenSent(String hold) throws Exception {
    start(hold, LONG);
    RawClient client = connect().request("POST /poll", "Content-Length: 5");
    client.send("hello");
    assertEquals("hello", upstream.accept().readRequest().content());
    CompletableFuture<Long> stopped = stop();
    assertRefused(client.readResponse());
    client.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void heldRequestThatIsAnsweredWithinTheHoldGetsItsAnswer() throws Exception {
    start("20s", LONG);
    RawClient client = connect();
    Wire server = ask(client, "/poll");
    CompletableFuture<Long> stopped = stop();
    server.send(RawServer.OK);
    Message response = client.readResponse();
    assertEquals("ok", response.content());
    assertEquals("close", response.head().list("Connection"));
    client.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void requestInTheQueueIsRefusedAfterTheHold() throws Exception {
    start(
        "100ms",
        LONG,
        (routing, backend, server) -> {
          backend.setQueueTimeout("20s");
          backend.setRetryAfter("7s");
          server.setMaxConnections(1);
        });
    RawClient first = connect();
    Wire server = ask(first, "/first");
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.");
    first.readResponseHead(200).expect("half.");
    RawClient waiting = connect().get("/waiting");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    CompletableFuture<Long> stopped = stop();
    Message refused = waiting.readResponse();
    assertEquals(503, refused.status());
    assertEquals("7", refused.head().list("Retry-After"));
    assertEquals("close", refused.head().list("Connection"));
    server.send(".half");
    first.expect(".half");
    first.close();
    waiting.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void requestThatIsRoutedWithinTheHoldLeavesTheQueueInItsTurn() throws Exception {
    start(
        "20s",
        LONG,
        (routing, backend, server) -> {
          backend.setQueueTimeout("20s");
          server.setMaxConnections(1);
        });
    RawClient first = connect();
    Wire server = ask(first, "/first");
    RawClient waiting = connect().get("/waiting");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    CompletableFuture<Long> stopped = stop();
    server.send(RawServer.OK);
    assertEquals("/waiting", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", waiting.readResponse().content());
    first.close();
    waiting.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void requestWithoutAConnectionIsRefusedInTime() throws Exception {
    try (Blackhole blackhole = new Blackhole()) {
      assumeTrue(blackhole.swallows(), "this system accepts connections beyond the backlog");
      start(
          "20s",
          5000,
          (routing, backend, server) -> {
            BackendConfig hole = routing.backend("hole");
            hole.setConnectTimeout("60s");
            hole.server("s1", "http://127.0.0.1:" + blackhole.port());
            routing.setDefaultBackend("hole");
          });
      RawClient client = connect().get("/");
      await().atMost(Wire.STEP).until(() -> router.inFlight() == 1);
      CompletableFuture<Long> stopped = stop();
      assertRefused(client.readResponse());
      client.close();
      stopped.get(LONG, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void responseInProgressIsCompletedAfterTheHold() throws Exception {
    start("100ms", LONG);
    RawClient download = connect();
    Wire server = ask(download, "/download");
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
    ContentReader content = download.readResponseHead(200);
    content.expect("half");
    RawClient poll = connect();
    ask(poll, "/poll");
    CompletableFuture<Long> stopped = stop();
    assertRefused(poll.readResponse());
    poll.close();
    server.send("5\r\nwhole\r\n");
    content.expect("whole");
    server.send("0\r\n\r\n");
    assertEquals("", content.rest());
    download.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void uploadInProgressGoesOnAfterTheHold() throws Exception {
    start("100ms", LONG);
    RawClient upload = connect().request("POST /upload", "Content-Length: 10");
    upload.send("half.");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    content.expect("half.");
    RawClient poll = connect();
    ask(poll, "/poll");
    CompletableFuture<Long> stopped = stop();
    assertRefused(poll.readResponse());
    poll.close();
    upload.send(".half");
    // It waits for its response now, and is refused like others that wait.
    assertEquals(".half", content.rest());
    assertRefused(upload.readResponse());
    upload.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void whatWaitsIsRefusedBeforeTheServerStopsToWait() throws Exception {
    start("20s", 5000);
    RawClient client = connect();
    ask(client, "/poll");
    CompletableFuture<Long> stopped = stop();
    assertRefused(client.readResponse());
    client.close();
    stopped.get(LONG, TimeUnit.MILLISECONDS);
  }

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
  void newRequestOnAKeptConnectionIsRefusedWhileTheServerStops() throws Exception {
    start("20s", LONG);
    RawClient kept = connect();
    Wire first = ask(kept, "/first");
    first.send(RawServer.OK);
    assertEquals("ok", kept.readResponse().content());
    RawClient poll = connect().get("/poll");
    assertEquals("/poll", first.readRequest().head().target());
    CompletableFuture<Long> stopped = stop();
    Message refused = kept.get("/second").readResponse();
    assertEquals(503, refused.status());
    assertEquals("close", refused.head().list("Connection"));
    first.send(RawServer.OK);
    assertEquals("ok", poll.readResponse().content());
    upstream.expectNoConnection(Duration.ofMillis(100));
    kept.close();
    poll.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void newRequestIsRefusedByTheRouterWhereNoHandlerOfJettyDoes() throws Exception {
    start(
        (routing, backend, server) -> {},
        (server, router) -> {
          router.setStopHold("20s");
          server.setStopTimeout(LONG);
        });
    router.connector().setShutdownIdleTimeout(LONG);
    RawClient kept = connect();
    Wire first = ask(kept, "/first");
    first.send(RawServer.OK);
    assertEquals("ok", kept.readResponse().content());
    RawClient poll = connect().get("/poll");
    assertEquals("/poll", first.readRequest().head().target());
    CompletableFuture<Long> stopped = stop();
    kept.request("POST /second", "Content-Length: 5").send("hello");
    assertRefused(kept.readResponse());
    first.send(RawServer.OK);
    assertEquals("ok", poll.readResponse().content());
    kept.close();
    poll.close();
    assertBeforeTheTimeout(stopped);
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
  void requestOfAWebappIsNotRefusedByTheRouter() throws Exception {
    assumeTrue(door == Door.CORE, "a servlet has no next handler");
    start(
        "100ms",
        LONG,
        (routing, backend, server) -> {
          routing.useBackend("b", "{ path_beg /poll }");
          routing.setDefaultBackend("webapps");
        });
    RawClient webapp = connect().request("POST /webapp", "Content-Length: 10");
    webapp.send("half.");
    await().atMost(Wire.STEP).until(() -> router.busyThreads() > 0);
    RawClient poll = connect();
    ask(poll, "/poll");
    CompletableFuture<Long> stopped = stop();
    assertRefused(poll.readResponse());
    webapp.send(".half");
    Message response = webapp.readResponse();
    assertEquals(200, response.status());
    assertTrue(response.content().endsWith("half..half"), response.content());
    assertFalse(response.head().has("Retry-After"));
    webapp.close();
    poll.close();
    assertBeforeTheTimeout(stopped);
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
}
