package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests when the server stops gracefully. */
class GracefulStopTest extends StoppingTest {

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

  @Test
  void requestsThatShareAResponseAreAllRefusedAfterTheHold() throws Exception {
    start("100ms", LONG, (routing, backend, server) -> routing.useBackend("b").coalesce());
    RawClient first = connect();
    ask(first, "/poll");
    RawClient second = connect().get("/poll");
    await().atMost(Wire.STEP).until(() -> router.backend().followers() == 2);
    CompletableFuture<Long> stopped = stop();
    assertRefused(first.readResponse());
    assertRefused(second.readResponse());
    first.close();
    second.close();
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
  void uploadInProgressGoesOnAfterTheHoldAndHasAHoldOfItsOwn() throws Exception {
    assumeTrue(door == Door.CORE, "takes long, and waits alike behind any door");
    start("3s", LONG);
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
    assertEquals(".half", content.rest());
    server.send(RawServer.OK);
    assertEquals("ok", upload.readResponse().content());
    upload.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void newRequestOnAKeptConnectionIsRefusedWhileTheServerStops() throws Exception {
    start("20s", LONG);
    RawClient kept = connect();
    Wire first = ask(kept, "/first");
    first.send(RawServer.OK);
    assertEquals("ok", kept.readResponse().content());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
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
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
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
}
