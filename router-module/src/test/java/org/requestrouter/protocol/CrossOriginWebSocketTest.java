package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.CrossOriginConfig;

/** Scripts of any page could open WebSockets, and read them, with the cookies of the user. */
class CrossOriginWebSocketTest extends ProtocolTest {
  private static final String SCRIPT = "Origin: https://app.example.test";
  private static final String STRANGER = "Origin: https://evil.test";

  private void start(boolean delivers) throws Exception {
    start(
        (routing, backend, server) -> {
          CrossOriginConfig policy = routing.crossOrigin("p");
          policy.setAllowedOrigins("https://*.example.test");
          policy.setDeliverNonAllowedOriginWebSocketUpgradeRequests(delivers);
          routing.useBackend("b").setCrossOrigin("p");
        });
  }

  private RawClient askForWebSocket(String origin) throws IOException {
    RawClient client = connect();
    WebSocketHandshakeTest.ask(client, origin);
    return client;
  }

  @Test
  void webSocketsOfOtherOriginsAreRefused() throws Exception {
    start(false);
    for (String origin : List.of(STRANGER, "Origin: null", "Origin: https://test")) {
      assertEquals(403, askForWebSocket(origin).readResponse().status());
    }
    assertEquals(0, upstream.connections());
    for (String origin : List.of(SCRIPT, "Origin: http://test", "X-A: no-browser")) {
      RawClient client = askForWebSocket(origin);
      Wire server = upstream.accept();
      server.readRequest();
      server.send(WebSocketFrames.SWITCHING);
      assertEquals(101, client.readHead().status());
      client.close();
      server.awaitEnd(SOON);
    }
  }

  @Test
  void webSocketsOfOtherOriginsAreDeliveredIfThePolicySaysSo() throws Exception {
    start(true);
    RawClient client = askForWebSocket(STRANGER);
    Wire server = upstream.accept();
    assertEquals("https://evil.test", server.readRequest().head().list("Origin"));
    server.send(WebSocketFrames.SWITCHING);
    assertEquals(101, client.readHead().status());
    client.close();
    server.awaitEnd(SOON);
  }
}
