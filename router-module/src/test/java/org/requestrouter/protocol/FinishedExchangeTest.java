package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.requestrouter.protocol.WebSocketFrames.SWITCHING;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An exchange that has ended is forgotten at once, also where connections of the client or of the
 * server stay open that have carried it.
 */
class FinishedExchangeTest extends ProtocolTest {
  private RawClient client;
  private Wire server;

  @BeforeEach
  void oneContextOfTheServletIsEnough() {
    assumeTrue(door != Door.WEBAPP, "its exchanges are the same in any context of the servlet");
  }

  /** Sends a request; the returned exchange is the server's to answer. */
  private Forgotten begin(String start, String... fieldLines) throws IOException {
    client = connect();
    client.request(start, fieldLines);
    server = upstream.accept();
    server.readHead();
    return new Forgotten(router.backend());
  }

  private Forgotten beginAlone(String start, String... fieldLines) throws Exception {
    start();
    return begin(start, fieldLines);
  }

  @Test
  void bothConnectionsAreKept() throws Exception {
    Forgotten exchange = beginAlone("GET /");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    exchange.awaitEnd();
    client.get("/");
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    assertEquals(1, upstream.connections());
  }

  @Test
  void serverClosesItsConnection() throws Exception {
    Forgotten exchange = beginAlone("GET /");
    server.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
    server.close();
    assertEquals("ok", client.readResponse().content());
    exchange.awaitEnd();
  }

  @Test
  void requestHadContent() throws Exception {
    Forgotten exchange = beginAlone("POST /", "Content-Length: 5");
    client.send("hel");
    server.expect("hel");
    client.send("lo");
    server.expect("lo");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    exchange.awaitEnd();
  }

  @Test
  void streamOfEventsWasKeptAlive() throws Exception {
    start((routing, backend, member) -> backend.setEventStreamKeepAlive("20s"));
    Forgotten exchange = begin("GET /");
    server.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
    server.send("Transfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\n\r\n");
    assertEquals("\n", client.readResponse().content());
    exchange.awaitEnd();
  }

  @Test
  void clientLeaves() throws Exception {
    Forgotten exchange = beginAlone("GET /");
    client.leave(Wire.End.RESET);
    server.awaitEnd(SOON);
    exchange.awaitEnd();
  }

  @Test
  void clientLeavesItsPlaceInTheQueue() throws Exception {
    start(
        (routing, backend, member) -> {
          backend.setQueueTimeout("50s");
          member.setMaxConnections(1);
        });
    begin("GET /first");
    RawClient leaver = connect().get("/second");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    Forgotten both = new Forgotten(router.backend());
    leaver.leave(Wire.End.FIN);
    await().atMost(SOON).until(() -> router.queued() == 0);
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    both.awaitEnd();
  }

  @Test
  void serverFails() throws Exception {
    start((routing, backend, member) -> backend.setRetries(0));
    Forgotten exchange = begin("GET /");
    server.leave(Wire.End.FIN);
    assertEquals(502, client.readResponse().status());
    exchange.awaitEnd();
  }

  @Test
  void serverBreaksItsResponseOff() throws Exception {
    Forgotten exchange = beginAlone("GET /");
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    client.readResponseHead(200).expect("half");
    server.leave(Wire.End.RESET);
    client.awaitEnd(SOON);
    exchange.awaitEnd();
  }

  @Test
  void anotherAttemptSucceeds() throws Exception {
    start();
    begin("GET /first");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.get("/second");
    server.readRequest();
    Forgotten exchange = new Forgotten(router.backend());
    // The connection was used before, and may have been closed for being idle.
    server.leave(Wire.End.FIN);
    server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    exchange.awaitEnd();
  }

  /** Returns a tunnel, and makes sure that nothing refers to the exchange before it any more. */
  private Forgotten openTunnel() throws Exception {
    Forgotten exchange = beginAlone("GET /", WebSocketFrames.ASKING);
    server.send(SWITCHING);
    assertEquals(101, client.readHead().status());
    client.send(WebSocketFrames.text(true, "x"));
    assertEquals("x", WebSocketFrames.read(server).payload());
    exchange.awaitEnd();
    return new Forgotten(router.backend());
  }

  @Test
  void clientEndsItsTunnel() throws Exception {
    Forgotten tunnel = openTunnel();
    client.leave(Wire.End.FIN);
    server.awaitEnd(SOON);
    server.close();
    await().atMost(SOON).until(() -> router.inFlight() == 0);
    tunnel.awaitEnd();
  }

  @Test
  void serverEndsTheTunnel() throws Exception {
    Forgotten tunnel = openTunnel();
    server.leave(Wire.End.RESET);
    client.awaitEnd(SOON);
    client.close();
    await().atMost(SOON).until(() -> router.inFlight() == 0);
    tunnel.awaitEnd();
  }

  @Test
  void clientLeavesInTheMiddleOfItsContent() throws Exception {
    Forgotten exchange = beginAlone("POST /", "Content-Length: 5");
    client.send("hel");
    server.expect("hel");
    client.leave(Wire.End.RESET);
    server.awaitEnd(SOON);
    exchange.awaitEnd();
  }
}
