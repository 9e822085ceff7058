package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgrades to what is no WebSocket, and requests that only look like one. */
class UpgradeTest extends ProtocolTest {

  private void assertNotSentOn(RawClient client) throws Exception {
    Wire server = upstream.accept();
    Head asked = server.readRequest().head();
    assertFalse(asked.has("Upgrade"), asked.toString());
    assertFalse(asked.has("Connection"), asked.toString());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse(asked.method()).content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "h2c", "TLS/1.0", "foo, h2c", "websocketx"})
  void whatIsNotAllowedIsNotSentOn(String protocol) throws Exception {
    start();
    RawClient client = connect();
    client.get("/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: " + protocol);
    assertNotSentOn(client);
  }

  @Test
  void webSocketsCanBeForbidden() throws Exception {
    start((routing, backend, server) -> backend.setUpgrades("none"));
    RawClient client = connect();
    WebSocketHandshakeTest.ask(client);
    assertNotSentOn(client);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.0,Connection: Upgrade",
    "POST / HTTP/1.1,Connection: Upgrade",
    "PUT / HTTP/1.1,Connection: Upgrade"
  })
  void whatIsNoProperQuestionIsNotSentOn(String line, String connection) throws Exception {
    start();
    RawClient client = connect();
    String content = line.startsWith("GET") ? "" : "Content-Length: 0\r\n";
    client.send(
        line + "\r\nHost: test\r\n" + connection + "\r\nUpgrade: websocket\r\n" + content + "\r\n");
    assertNotSentOn(client);
  }

  @Test
  void upgradeThatTheConnectionFieldDoesNotNameIsRefused() throws Exception {
    start();
    RawClient client = connect();
    client.get("/", "Connection: keep-alive", "Upgrade: websocket");
    assertEquals(400, client.readResponse().status());
  }

  @Test
  void questionWithContentIsAnOrdinaryRequest() throws Exception {
    start();
    RawClient client = connect();
    client.request("GET /", "Connection: Upgrade", "Upgrade: websocket", "Content-Length: 2");
    client.send("hi");
    assertNotSentOn(client);
  }

  @Test
  void allowedProtocolPassesAsBytes() throws Exception {
    start((routing, backend, server) -> backend.setUpgrades("websocket foo/2"));
    RawClient client = connect();
    client.request("OPTIONS /x", "Connection: upgrade", "Upgrade: h2c, Foo/2, bar");
    Wire server = upstream.accept();
    Head asked = server.readRequest().head();
    assertEquals("OPTIONS", asked.method());
    assertEquals("Foo/2", asked.list("Upgrade"));
    server.send("HTTP/1.1 101 Switching\r\nUpgrade: foo/2\r\nConnection: Upgrade\r\n\r\nhello");
    Head answer = client.readHead();
    assertEquals(101, answer.status());
    assertEquals("foo/2", answer.list("Upgrade"));
    client.expect("hello");
    client.send("question");
    server.expect("question");
    client.finishSending();
    assertEquals(-1, server.read());
    server.send("late answer");
    server.close();
    client.expect("late answer");
    assertEquals(-1, client.read());
  }

  @Test
  void halfClosedTunnelMayBeSilentForTheServerTimeoutOnly() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setUpgrades("foo");
          backend.setServerTimeout("500ms");
        });
    RawClient client = connect();
    client.get("/", "Connection: Upgrade", "Upgrade: foo");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 101 Switching\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n");
    assertEquals(101, client.readHead().status());
    client.finishSending();
    assertEquals(-1, server.read());
    assertEquals(Wire.End.RESET, client.awaitEnd(SOON));
    server.close();
  }
}
