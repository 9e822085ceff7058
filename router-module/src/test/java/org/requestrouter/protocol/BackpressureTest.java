package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A slow side stops the other; the router itself keeps next to nothing of a transfer. */
class BackpressureTest extends ProtocolTest {
  private static final long TOTAL = 200_000_000;

  /**
   * What may be under way, nearly all of it in the system's buffers of four sockets. Linux may let
   * two of them, the router's own, grow to some 37 MB each.
   */
  static final long UNDER_WAY = 80_000_000;

  private static final long POOLED = 1_000_000;
  private static final int SOCKET_BUFFER = 64 * 1024;

  private void assertStopped(BulkSender sender) {
    await().atMost(Wire.STEP).pollInterval(Duration.ofMillis(100)).until(sender::isBlocked);
    assertTrue(sender.sent() < UNDER_WAY, sender.sent() + " bytes were taken");
    assertTrue(router.bufferMemory() < POOLED, router.bufferMemory() + " bytes of buffers");
    assertTrue(router.buffersInUse() <= 4, router.buffersInUse() + " buffers in use");
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.busyThreads()));
  }

  @Test
  void slowReaderOfAHugeResponseStopsTheServer() throws Exception {
    start();
    try (RawClient client = RawClient.connect(router.port(), SOCKET_BUFFER)) {
      client.get("/");
      Wire server = upstream.accept();
      server.limitBuffers(SOCKET_BUFFER);
      server.readRequest();
      server.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
      client.readResponseHead(200);
      BulkSender sender = BulkSender.start(server, TOTAL);
      assertStopped(sender);
      BulkSender.verify(client, TOTAL);
      assertTrue(router.bufferMemory() < POOLED, router.bufferMemory() + " bytes of buffers");
    }
  }

  @Test
  void slowServerOfAHugeUploadStopsTheClient() throws Exception {
    start();
    RawClient client = connect();
    client.limitBuffers(SOCKET_BUFFER);
    client.request("POST /", "Content-Length: " + TOTAL);
    Wire server = upstream.accept();
    server.limitBuffers(SOCKET_BUFFER);
    server.readHead();
    BulkSender sender = BulkSender.start(client, TOTAL);
    assertStopped(sender);
    BulkSender.verify(server, TOTAL);
    assertTrue(router.bufferMemory() < POOLED, router.bufferMemory() + " bytes of buffers");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void slowReaderDoesNotSlowAnotherOne() throws Exception {
    start();
    RawClient slow = connect().get("/slow");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
    slow.readResponseHead(200);
    assertStopped(BulkSender.start(server, TOTAL));
    upstream.serveOk();
    RawClient quick = connect();
    for (int i = 0; i < 100; i++) assertEquals("ok", quick.get("/").readResponse().content());
  }
}
