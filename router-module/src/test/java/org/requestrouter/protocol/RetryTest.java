package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The race between reuse and the server's close, and what may be asked again. */
class RetryTest extends ProtocolTest {
  private static final int TRIES = 1000;

  /** A server that ends each connection as soon as it has answered once. */
  private void serveOneResponseEach(Wire.End how) throws IOException {
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          connection.send(RawServer.OK);
          connection.leave(how);
        });
  }

  /** A server that ends each reused connection once it has read the second request from it. */
  private void serveAndBreakOnReuse(Wire.End how, AtomicInteger requests) throws IOException {
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          requests.incrementAndGet();
          connection.send(RawServer.OK);
          connection.readRequest();
          requests.incrementAndGet();
          connection.leave(how);
        });
  }

  @ParameterizedTest
  @EnumSource
  void serverThatClosesAtTheMomentOfReuseCausesNoErrorForGet(Wire.End how) throws Exception {
    start();
    // A reset may overtake the response that precedes it; a FIN may not.
    if (how == Wire.End.FIN) serveOneResponseEach(how);
    else serveAndBreakOnReuse(how, new AtomicInteger());
    RawClient client = connect();
    for (int i = 0; i < TRIES; i++)
      assertEquals(200, client.get("/" + i).readResponse().status(), "try " + i);
  }

  @ParameterizedTest
  @EnumSource
  void replacedConnectionsStayWithinTheConnectionLimit(Wire.End how) throws Exception {
    start((routing, backend, server) -> server.setMaxConnections(1));
    serveAndBreakOnReuse(how, new AtomicInteger());
    RawClient client = connect();
    for (int i = 0; i < 50; i++)
      assertEquals(200, client.get("/" + i).readResponse().status(), "try " + i);
  }

  @ParameterizedTest
  @EnumSource
  void postOnADeadReusedConnectionGivesBadGatewayAndIsNeverSentTwice(Wire.End how)
      throws Exception {
    start();
    AtomicInteger requests = new AtomicInteger();
    serveAndBreakOnReuse(how, requests);
    RawClient first = connect();
    assertEquals(200, first.get("/").readResponse().status());
    await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hello");
    assertEquals(502, client.readResponse().status());
    assertEquals(2, requests.get());
    assertEquals(1, upstream.connections());
  }

  @Test
  void postInTheRaceWithACloseIsNeverSeenTwice() throws Exception {
    start();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    upstream.serve(
        (connection, index) -> {
          assertTrue(seen.add(connection.readRequest().head().target()), "a POST came twice");
          connection.send(RawServer.OK);
        });
    for (int i = 0; i < TRIES; i++) {
      RawClient client = connect().request("POST /" + i, "Content-Length: 5");
      client.send("hello");
      int status = client.readResponse().status();
      assertTrue(status == 200 || status == 502, "status " + status);
      client.close();
    }
  }

  @Test
  void answerOfTheServerIsNeverRetriedWhateverItsStatus() throws Exception {
    start();
    AtomicInteger requests = new AtomicInteger();
    upstream.serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            requests.incrementAndGet();
            connection.send("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n");
          }
        });
    RawClient client = connect();
    for (int i = 1; i <= 5; i++) {
      assertEquals(503, client.get("/").readResponse().status());
      assertEquals(i, requests.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestIsNotRetriedOnceAByteOfTheResponseCame(Wire.End how) throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.get("/again");
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nX-");
    // Only what was read counts as come: a reset may discard what was sent before it.
    if (how == Wire.End.RESET) client.expectSilence(Duration.ofMillis(100));
    server.leave(how);
    assertEquals(502, client.readResponse().status());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @Test
  void uploadThatIsStillRunningIsNotRetried() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.request("PUT /", "Content-Length: 10").send("half.");
    server.readHead();
    server.expect("half.");
    server.close();
    assertEquals(502, client.readResponse().status());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @Test
  void unexpectedBytesOnAnIdleConnectionDiscardIt() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
    server.awaitEnd(Wire.STEP);
    upstream.serveOk();
    assertEquals("ok", client.get("/").readResponse().content());
    assertEquals(2, upstream.connections());
  }

  @Test
  void requestThatMustNotBeRepeatedIsNotSentWhereTheServerHasSpokenUnasked() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
    upstream.serveOk();
    client.request("POST /", "Content-Length: 1").send("x");
    assertEquals("ok", client.readResponse().content());
    server.awaitEnd(Wire.STEP);
  }

  @Test
  void bytesAfterTheEndOfAResponseDiscardTheConnection() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
    assertEquals("ok", client.readResponse().content());
    server.awaitEnd(Wire.STEP);
    upstream.serveOk();
    assertEquals("ok", client.get("/").readResponse().content());
  }

  @Test
  void connectionWhoseRequestWasNotReadToItsEndIsNotReused() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Content-Length: 10");
    client.send("half.");
    Wire server = upstream.accept();
    server.readHead();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.close();
    server.awaitEnd(Wire.STEP);
    assertStillServes();
  }
}
