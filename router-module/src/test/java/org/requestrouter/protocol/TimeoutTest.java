package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timeouts are about silence: what makes progress is never ended by one. All are so long that a
 * machine which stalls for a moment keeps within them; since the tests only wait, they do so
 * together.
 */
class TimeoutTest extends ProtocolTest {
  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final int PAUSES = 10;

  @BeforeEach
  void oneContextOfTheServletIsEnoughToWaitIn() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
  }

  /** Starts with a server timeout that a transfer of {@link #PAUSES} pauses lasts longer than. */
  private void startImpatient() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout("3s"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatDoesNotAnswerGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(SOON);
    assertStillServes();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatStopsInItsHeaderGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nX-A:");
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(SOON);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatDoesNotAnswerAnUploadGivesGatewayTimeout() throws Exception {
    startImpatient();
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hello");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(SOON);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatStopsInItsContentTruncatesTheResponse() throws Exception {
    startImpatient();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    assertEquals("hello", client.readResponseHead(200).truncated());
    server.awaitEnd(SOON);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
  void clientThatStallsInItsContentIsEnded() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
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
  @Execution(ExecutionMode.CONCURRENT)
  void clientThatStallsInItsContentAfterAnErrorIsEnded(String method) throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
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
  @Execution(ExecutionMode.CONCURRENT)
  void slowClientThatMakesProgressOutlivesTheClientTimeout() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
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
  @Execution(ExecutionMode.CONCURRENT)
  void clientThatStopsReadingIsEndedAndItsServerToo() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
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
  @Execution(ExecutionMode.CONCURRENT)
  void heldRequestOutlivesTheTimeoutsOfTheClientsSide() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
    router.connector().setIdleTimeout(3000);
    RawClient client = connect().get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    client.expectSilence(Duration.ofMillis(4500));
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void quietResponseOutlivesTheTimeoutsOfTheClientsSide() throws Exception {
    start((routing, backend, server) -> routing.setClientTimeout("3s"));
    router.connector().setIdleTimeout(3000);
    RawClient client = connect().get("/events");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    client.expectSilence(Duration.ofMillis(4500));
    server.send("2\r\nok\r\n0\r\n\r\n");
    assertEquals("ok", content.rest());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void waitForAHeldRequestIsNotCutByTheKeepAliveTimeout() throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("3s"));
    RawClient client = connect();
    Wire server = null;
    for (int i = 0; i < 2; i++) {
      client.get("/poll");
      if (server == null) server = upstream.accept();
      server.readRequest();
      client.expectSilence(Duration.ofSeconds(4));
      server.send(RawServer.OK);
      assertEquals("ok", client.readResponse().content());
    }
  }
}
