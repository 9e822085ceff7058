package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.requestrouter.protocol.WebSocketFrames.Frame;

/** What becomes of WebSockets when the server stops gracefully. */
class WebSocketStopTest extends StoppingTest {
  private RawClient client;
  private Wire server;

  private void open() throws IOException {
    client = connect();
    WebSocketHandshakeTest.ask(client);
    server = upstream.accept();
    server.readRequest();
    server.send(WebSocketFrames.SWITCHING);
    assertEquals(101, client.readHead().status());
  }

  private static void assertGoodbye(Wire side, boolean masked) throws IOException {
    Frame frame = WebSocketFrames.read(side);
    assertEquals(WebSocketFrames.CLOSE, frame.opcode());
    assertEquals(masked, frame.masked());
    assertEquals(1001, frame.closeCode());
    assertEquals("server stops", frame.payload().substring(2));
    assertEquals(-1, side.read());
    side.close();
  }

  @Test
  void bothSidesAreToldToLeaveAfterTheHold() throws Exception {
    start("500ms", LONG);
    open();
    CompletableFuture<Long> stopped = stop();
    client.send(WebSocketFrames.text(true, "still"));
    assertEquals("still", WebSocketFrames.read(server).payload());
    assertGoodbye(client, false);
    assertGoodbye(server, true);
    assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS) >= 500);
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void goodbyeWaitsForTheEndOfTheFrame() throws Exception {
    start("0", LONG);
    open();
    byte[] frame = WebSocketFrames.text(false, "a frame of some length");
    byte[] next = WebSocketFrames.text(false, "next");
    server.send(Arrays.copyOf(frame, 10));
    for (int i = 0; i < 10; i++) assertEquals(frame[i], (byte) client.read());
    CompletableFuture<Long> stopped = stop();
    Frame goodbye = WebSocketFrames.read(server);
    assertEquals(1001, goodbye.closeCode());
    // What follows the frame must not reach the client, even if it comes together with its end.
    byte[] both = Arrays.copyOf(frame, frame.length + next.length);
    System.arraycopy(next, 0, both, frame.length, next.length);
    server.send(Arrays.copyOfRange(both, 10, both.length));
    for (int i = 10; i < frame.length; i++) assertEquals(frame[i], (byte) client.read());
    assertGoodbye(client, false);
    server.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void sideThatDoesNotLeaveIsCutOff() throws Exception {
    start("0", LONG);
    open();
    server.send(new byte[] {(byte) 0x82, 100, 1, 2, 3});
    for (int i = 0; i < 5; i++) client.read();
    CompletableFuture<Long> stopped = stop();
    // Its frame never ends, so that nothing can be said to the client.
    client.awaitEnd(SOON);
    assertGoodbye(server, true);
    assertBeforeTheTimeout(stopped);
  }
}
