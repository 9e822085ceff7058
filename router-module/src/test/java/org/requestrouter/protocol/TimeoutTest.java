package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timeouts are about silence: what makes progress is never ended by one. */
class TimeoutTest extends ProtocolTest {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int PAUSES = 8;

  @BeforeEach
  void oneContextOfTheServletIsEnoughToWaitIn() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
  }

  /** Starts with a server timeout that a transfer of {@link #PAUSES} pauses lasts longer than. */
  private void startImpatient() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout("600ms"));
  }

  @Test
  void serverThatDoesNotAnswerGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(Duration.ofSeconds(1));
    assertStillServes();
  }

  @Test
  void serverThatStopsInItsHeaderGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nX-A:");
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(Duration.ofSeconds(1));
  }

  @Test
  void serverThatDoesNotAnswerAnUploadGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hello");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(Duration.ofSeconds(1));
  }

  @Test
  void serverThatStopsInItsContentTruncatesTheResponse() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    assertEquals("hello", client.readResponseHead(200).truncated());
    server.awaitEnd(Duration.ofSeconds(1));
  }

  @Test
  void slowResponseThatMakesProgressOutlivesTheServerTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: " + PAUSES + "\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    for (int i = 0; i < PAUSES; i++) {
      client.expectSilence(PAUSE);
      server.send("x");
      assertEquals('x', content.next());
    }
    assertEquals(-1, content.next());
  }

  @Test
  void slowUploadThatMakesProgressOutlivesTheServerTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().request("POST /", "Content-Length: " + PAUSES);
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    for (int i = 0; i < PAUSES; i++) {
      server.expectSilence(PAUSE);
      client.send("x");
      assertEquals('x', content.next());
    }
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void clientThatStallsInItsContentIsEnded() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("500ms"));
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hel");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    assertEquals("hel", content.truncated());
    expectTimeoutOrEnd(client);
    assertStillServes();
  }

  private static void expectTimeoutOrEnd(RawClient client) {
    try {
      assertEquals(408, client.readResponse().status());
    } catch (IOException e) {
      // Closed without an answer: the client cannot take that for a success.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT"})
  void clientThatStallsInItsContentAfterAnErrorIsEnded(String method) throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("500ms"));
    RawClient client = connect().request(method + " /", "Content-Length: 10");
    client.send("half.");
    Wire server = upstream.accept();
    server.readHead();
    server.expect("half.");
    server.close();
    assertEquals(502, client.readResponse().status());
    client.awaitEnd(Wire.STEP);
  }

  @Test
  void slowClientThatMakesProgressOutlivesTheClientTimeout() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("600ms"));
    RawClient client = connect().request("POST /", "Content-Length: " + PAUSES);
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    for (int i = 0; i < PAUSES; i++) {
      server.expectSilence(PAUSE);
      client.send("x");
      assertEquals('x', content.next());
    }
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void clientThatStopsReadingIsEndedAndItsServerToo() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("500ms"));
    connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    await().atMost(Wire.STEP).until(() -> !canSend(server, chunk));
  }

  private static boolean canSend(Wire server, String chunk) {
    try {
      for (int i = 0; i < 1000; i++) server.send(chunk);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void heldRequestOutlivesTheTimeoutsOfTheClientsSide() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("400ms"));
    router.connector().setIdleTimeout(400);
    RawClient client = connect().get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    client.expectSilence(Duration.ofMillis(1500));
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void quietResponseOutlivesTheTimeoutsOfTheClientsSide() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("400ms"));
    router.connector().setIdleTimeout(400);
    RawClient client = connect().get("/events");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    client.expectSilence(Duration.ofMillis(1500));
    server.send("2\r\nok\r\n0\r\n\r\n");
    assertEquals("ok", content.rest());
  }

  @Test
  void waitForAHeldRequestIsNotCutByTheKeepAliveTimeout() throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("300ms"));
    RawClient client = connect();
    Wire server = null;
    for (int i = 0; i < 2; i++) {
      client.get("/poll");
      if (server == null) server = upstream.accept();
      server.readRequest();
      client.expectSilence(Duration.ofMillis(700));
      server.send(RawServer.OK);
      assertEquals("ok", client.readResponse().content());
    }
  }
}
