package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Server-sent events: nothing waits for company, nobody who left is kept. */
class EventStreamTest extends ProtocolTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private Wire openStream(RawClient client) throws IOException {
    client.get("/events", "Accept: text/event-stream");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(STREAM);
    return server;
  }

  @Test
  void eachEventReachesTheClientBeforeTheNextIsWritten() throws Exception {
    start();
    RawClient client = connect();
    Wire server = openStream(client);
    ContentReader events = client.readResponseHead(200);
    for (int i = 100; i < 150; i++) {
      String event = "data: " + i + "\n\n";
      server.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
      events.expect(event);
    }
    server.send("0\r\n\r\n");
    assertEquals(-1, events.next());
  }

  @Test
  void headerReachesTheClientAtOnceAlthoughThereIsNoEventYet() throws Exception {
    start();
    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 5; i++) {
      RawClient client = connect();
      Wire server = openStream(client);
      long sent = System.nanoTime();
      client.readResponseHead(200);
      Duration taken = Duration.ofNanos(System.nanoTime() - sent);
      if (taken.compareTo(fastest) < 0) fastest = taken;
      server.send("0\r\n\r\n");
      client.close();
      server.close();
    }
    assertTrue(fastest.toMillis() < 500, "header took " + fastest);
  }

  @Test
  void quietStreamHoldsNoThread() throws Exception {
    start();
    for (int i = 0; i < 40; i++) {
      RawClient client = connect();
      openStream(client);
      client.readResponseHead(200);
    }
    await().atMost(Wire.STEP).untilAsserted(() -> assertEquals(0, router.busyThreads()));
    assertEquals(40, router.inFlight());
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesAQuietStreamIsNoticedWithoutAWrite(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = openStream(client);
    client.readResponseHead(200);
    client.leave(how);
    server.awaitEnd(SOON);
  }
}
