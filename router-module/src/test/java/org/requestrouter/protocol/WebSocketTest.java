package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.protocol.WebSocketFrames.SWITCHING;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.protocol.WebSocketFrames.Frame;

/** WebSockets pass byte for byte, and end as their sides end them. */
class WebSocketTest extends ProtocolTest {
  private static final int HUGE = 0x0a00_0000;
  private static final int SOCKET_BUFFER = 64 * 1024;

  private RawClient client;
  private Wire server;

  private void open(String... more) throws IOException {
    client = connect();
    WebSocketHandshakeTest.ask(client, more);
    server = upstream.accept();
    server.readRequest();
    server.send(SWITCHING);
    assertEquals(101, client.readHead().status());
  }

  private void close() throws IOException {
    client.close();
    server.awaitEnd(SOON);
  }

  @Test
  void allKindsOfFramesPassUnchangedBothWays() throws Exception {
    start();
    open();
    byte[] binary = new byte[70_000];
    new Random(1).nextBytes(binary);
    byte[] close = {0x0F, (byte) 0xA1, 'b', 'y', 'e'};
    for (boolean toServer : new boolean[] {true, false}) {
      Wire from = toServer ? client : server;
      Wire to = toServer ? server : client;
      pass(from, to, WebSocketFrames.text(toServer, "grüße"));
      pass(from, to, WebSocketFrames.frame(false, WebSocketFrames.TEXT, toServer, new byte[200]));
      pass(from, to, WebSocketFrames.frame(true, WebSocketFrames.PING, toServer, new byte[125]));
      pass(from, to, WebSocketFrames.frame(true, WebSocketFrames.PONG, toServer, new byte[0]));
      pass(from, to, WebSocketFrames.frame(true, WebSocketFrames.CONTINUATION, toServer, binary));
      pass(from, to, WebSocketFrames.frame(true, WebSocketFrames.BINARY, toServer, binary));
      // As permessage-deflate marks what it has compressed.
      pass(from, to, WebSocketFrames.frame(true, 0x40 | WebSocketFrames.TEXT, toServer, close));
      pass(from, to, WebSocketFrames.frame(true, WebSocketFrames.CLOSE, toServer, close));
    }
    server.close();
    assertEquals(Wire.End.FIN, client.awaitEnd(SOON));
  }

  private static void pass(Wire from, Wire to, byte[] frame) throws IOException {
    from.send(frame);
    byte[] read = new byte[frame.length];
    for (int i = 0; i < read.length; i++) read[i] = (byte) to.read();
    assertArrayEquals(frame, read);
  }

  @Test
  void framesPassByteByByte() throws Exception {
    start();
    open();
    for (byte b : WebSocketFrames.text(true, "to the server")) client.send(b);
    assertEquals("to the server", WebSocketFrames.read(server).payload());
    for (byte b : WebSocketFrames.text(false, "to the client")) server.send(b);
    assertEquals("to the client", WebSocketFrames.read(client).payload());
    close();
  }

  @Test
  void idleSocketHoldsNoThreadAndNoBuffer() throws Exception {
    start();
    for (int i = 0; i < 20; i++) {
      open();
      client.send(WebSocketFrames.text(true, "x"));
      WebSocketFrames.read(server);
    }
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.busyThreads()));
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.buffersInUse()));
    assertEquals(20, router.inFlight());
    assertEquals(20L, router.gauge("backend.b.tunnels"));
    assertEquals(0, router.connections());
  }

  @Test
  void socketCountsAsHeldByItsClientUntilItEnds() throws Exception {
    start((routing, backend, member) -> backend.setMaxHeldPerClient(1));
    open();
    assertEquals(429, connect().get("/").readResponse().status());
    client.close();
    server.awaitEnd(SOON);
    server.close();
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
    assertStillServes();
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesEndsTheServersConnection(Wire.End how) throws Exception {
    start();
    open();
    client.leave(how);
    server.awaitEnd(SOON);
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void serverThatLeavesEndsTheClientsConnection(Wire.End how) throws Exception {
    start();
    open();
    server.leave(how);
    assertEquals(how, client.awaitEnd(SOON));
  }

  @Test
  void whatIsSentAfterTheOtherSideHasFinishedStillArrives() throws Exception {
    start();
    open();
    server.send(WebSocketFrames.text(false, "last words"));
    server.finishSending();
    assertEquals("last words", WebSocketFrames.read(client).payload());
    assertEquals(-1, client.read());
    client.send(WebSocketFrames.text(true, "heard"));
    assertEquals("heard", WebSocketFrames.read(server).payload());
    client.finishSending();
    assertEquals(-1, server.read());
  }

  @Test
  void onlyTheTunnelTimeoutCountsOnceItIsOpen() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("100ms");
          backend.setClientTimeout("100ms");
          backend.setTotalTimeout("300ms");
          backend.setTunnelTimeout("1s");
        });
    open();
    long begin = System.nanoTime();
    Frame frame = WebSocketFrames.read(client);
    long waited = System.nanoTime() - begin;
    assertEquals(WebSocketFrames.CLOSE, frame.opcode());
    assertEquals(1001, frame.closeCode());
    assertTrue(waited > 900_000_000L, "after " + waited + " ns");
    Frame other = WebSocketFrames.read(server);
    assertTrue(other.masked());
    assertEquals(1001, other.closeCode());
    assertEquals(-1, client.read());
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void slowSideStopsTheOtherWithinAHugeMessage(boolean toServer) throws Exception {
    start();
    open();
    client.limitBuffers(SOCKET_BUFFER);
    server.limitBuffers(SOCKET_BUFFER);
    Wire from = toServer ? client : server;
    Wire to = toServer ? server : client;
    byte[] header = {(byte) 0x82, 127, 0, 0, 0, 0, 10, 0, 0, 0};
    from.send(header);
    BulkSender sender = BulkSender.start(from, HUGE);
    await().atMost(Wire.STEP).pollInterval(Duration.ofMillis(100)).until(sender::isBlocked);
    assertTrue(sender.sent() < BackpressureTest.UNDER_WAY, sender.sent() + " bytes were taken");
    assertTrue(router.buffersInUse() <= 1, router.buffersInUse() + " buffers in use");
    for (byte b : header) assertEquals(b, (byte) to.read());
    BulkSender.verify(to, HUGE);
    pass(from, to, WebSocketFrames.text(toServer, "next"));
    close();
  }
}
