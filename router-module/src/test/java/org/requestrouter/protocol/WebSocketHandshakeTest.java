package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.requestrouter.protocol.WebSocketFrames.ASKING;
import static org.requestrouter.protocol.WebSocketFrames.SWITCHING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake of WebSockets is the business of its two ends, as long as they keep to it. */
class WebSocketHandshakeTest extends ProtocolTest {
  static void ask(RawClient client, String... more) throws IOException {
    String[] lines = new String[ASKING.length + more.length];
    System.arraycopy(ASKING, 0, lines, 0, ASKING.length);
    System.arraycopy(more, 0, lines, ASKING.length, more.length);
    client.get("/socket", lines);
  }

  @Test
  void handshakeIsEndToEnd() throws Exception {
    start();
    RawClient client = connect();
    ask(
        client,
        "Sec-WebSocket-Protocol: chat, superchat",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        "Origin: http://test");
    Wire server = upstream.accept();
    Head asked = server.readRequest().head();
    assertEquals("GET", asked.method());
    assertEquals("websocket", asked.list("Upgrade"));
    assertEquals("Upgrade", asked.list("Connection"));
    assertEquals("13", asked.list("Sec-WebSocket-Version"));
    assertEquals(WebSocketFrames.KEY, asked.list("Sec-WebSocket-Key"));
    assertEquals("chat, superchat", asked.list("Sec-WebSocket-Protocol"));
    assertEquals("http://test", asked.list("Origin"));
    assertEquals(
        "permessage-deflate; client_max_window_bits", asked.list("Sec-WebSocket-Extensions"));
    server.send(
        SWITCHING.replace(
            "\r\n\r\n",
            "\r\nSec-WebSocket-Protocol: superchat\r\nX-Own: yes\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
    Head answer = client.readHead();
    assertEquals(101, answer.status());
    assertEquals("websocket", answer.list("Upgrade"));
    assertEquals("Upgrade", answer.list("Connection"));
    assertEquals(WebSocketFrames.ACCEPT, answer.list("Sec-WebSocket-Accept"));
    assertEquals("superchat", answer.list("Sec-WebSocket-Protocol"));
    assertEquals("permessage-deflate", answer.list("Sec-WebSocket-Extensions"));
    assertEquals("yes", answer.list("X-Own"));
    assertFalse(answer.has("Content-Length"));
    client.close();
    server.awaitEnd(SOON);
  }

  @Test
  void framesSentTogetherWithTheHandshakeArrive() throws Exception {
    start();
    RawClient client = connect();
    String head = "GET /socket HTTP/1.1\r\nHost: test\r\n" + String.join("\r\n", ASKING);
    byte[] early = WebSocketFrames.text(true, "early");
    client.send(head + "\r\n\r\n" + new String(early, StandardCharsets.ISO_8859_1));
    Wire server = upstream.accept();
    server.readRequest();
    byte[] greeting = WebSocketFrames.text(false, "greeting");
    server.send(SWITCHING + new String(greeting, StandardCharsets.ISO_8859_1));
    assertEquals(101, client.readHead().status());
    assertEquals("greeting", WebSocketFrames.read(client).payload());
    assertEquals("early", WebSocketFrames.read(server).payload());
    client.close();
    server.awaitEnd(SOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 Unauthorized\r\nWWW-Authenticate: Basic",
        "403 Forbidden",
        "302 Found\r\nLocation: /elsewhere",
        "426 Upgrade Required\r\nSec-WebSocket-Version: 13",
        "200 OK"
      })
  void otherAnswerReachesTheClientAsItIs(String answer) throws Exception {
    start();
    RawClient client = connect();
    ask(client);
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 " + answer + "\r\nContent-Length: 2\r\n\r\nno");
    Message response = client.readResponse();
    assertEquals(Integer.parseInt(answer.substring(0, 3)), response.status());
    assertEquals("no", response.content());
    // Both connections go on as those of any other exchange.
    client.get("/next");
    assertEquals("/next", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong",
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Upgrade: other\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + WebSocketFrames.ACCEPT,
        "Connection: Upgrade\r\nSec-WebSocket-Accept: " + WebSocketFrames.ACCEPT,
        "Upgrade: websocket\r\nSec-WebSocket-Accept: " + WebSocketFrames.ACCEPT
      })
  void answerThatDoesNotFitTheQuestionIsInvalid(String fields) throws Exception {
    start();
    RawClient client = connect();
    ask(client);
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\n\r\n");
    assertEquals(502, client.readResponse().status());
    server.awaitEnd(SOON);
  }

  @Test
  void serverThatDoesNotAnswerInTimeIsA504() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout("300ms"));
    RawClient client = connect();
    ask(client);
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(SOON);
  }

  @Test
  void clientThatGoesBeforeTheAnswerIsNoticed() throws Exception {
    start();
    RawClient client = connect();
    ask(client);
    Wire server = upstream.accept();
    server.readRequest();
    client.close();
    server.awaitEnd(SOON);
  }
}
