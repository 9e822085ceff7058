package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is configured in hours holds for hours; the time of the router is the test's. */
class SimulatedHoursTest extends ProtocolTest {
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private SimulatedClock clock;

  @BeforeEach
  void makeClock() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
    clock = new SimulatedClock();
  }

  @AfterEach
  void resetClock() throws IOException {
    if (clock != null) clock.close();
  }

  private void startSimulated(RouterFixture.Setup setup) throws Exception {
    router = RouterFixture.start(door, upstream.port(), setup, clock);
  }

  private Wire hold(RawClient client, String target) throws IOException {
    client.get(target);
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  /** Lets time pass for a router that is in the middle of nothing: half a minute is long then. */
  private void pass(Duration time) throws Exception {
    router.awaitRest();
    clock.advance(time);
  }

  @Test
  void pollIsHeldForHoursNextToRequestsThatMayTakeSeconds() throws Exception {
    startSimulated(
        (routing, backend, server) -> {
          backend.setServerTimeout("10s");
          routing.useBackend("b", "{ path_beg /poll }").setServerTimeout("5h");
        });
    RawClient poll = connect();
    Wire held = hold(poll, "/poll");
    RawClient other = connect();
    Wire silent = hold(other, "/other");
    pass(Duration.ofSeconds(9));
    other.expectSilence(MOMENT);
    pass(Duration.ofSeconds(2));
    assertEquals(504, other.readResponse().status());
    silent.awaitEnd(SOON);
    pass(Duration.ofHours(4).plusMinutes(59));
    poll.expectSilence(MOMENT);
    assertEquals(1, router.inFlight());
    held.send(RawServer.OK);
    assertEquals("ok", poll.readResponse().content());
    // And again on the same connections.
    poll.get("/poll");
    held.readRequest();
    pass(Duration.ofHours(4).plusMinutes(59));
    poll.expectSilence(MOMENT);
    pass(Duration.ofMinutes(2));
    assertEquals(504, poll.readResponse().status());
  }

  @Test
  void quietStreamIsLeftAloneForAsLongAsItsServerMayBeSilent() throws Exception {
    startSimulated((routing, backend, server) -> backend.setServerTimeout("6h"));
    RawClient client = connect();
    Wire server = hold(client, "/events");
    server.send(EVENTS);
    ContentReader events = client.readResponseHead(200);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofHours(5).plusMinutes(59));
      client.expectSilence(MOMENT);
      server.send("1\r\nx\r\n");
      assertEquals('x', events.next());
    }
    pass(Duration.ofHours(6).plusMinutes(1));
    assertEquals("", events.truncated());
  }

  @Test
  void pollAndStreamOfHttp2ClientsAreHeldForHours() throws Exception {
    startSimulated((routing, backend, server) -> backend.setServerTimeout("5h"));
    try (Http2Clients clients = new Http2Clients(router.port())) {
      Http2Clients.Heard poll = clients.get("/poll");
      Wire held = upstream.accept();
      held.readRequest();
      Http2Clients.Heard stream = clients.get("/events");
      Wire server = upstream.accept();
      server.readRequest();
      server.send(EVENTS);
      assertEquals("200", stream.next());
      pass(Duration.ofHours(4).plusMinutes(59));
      assertEquals(2, router.inFlight());
      held.send(RawServer.OK);
      assertEquals("200", poll.next());
      assertEquals("ok", poll.next());
      server.send("8\r\ndata: 1\n\r\n");
      assertEquals("data: 1\n", stream.next());
      pass(Duration.ofHours(4).plusMinutes(59));
      assertEquals(1, router.inFlight());
      pass(Duration.ofMinutes(2));
      assertEquals("reset", stream.next());
    }
  }

  @Test
  void clientTimeoutHoldsForHttp2ClientsThatHaveTheWord() throws Exception {
    startSimulated(
        (routing, backend, server) -> {
          backend.setServerTimeout("5h");
          backend.setClientTimeout("1h");
        });
    try (Http2Clients clients = new Http2Clients(router.port())) {
      Http2Clients.Heard silent = clients.postWithoutContent("/upload");
      upstream.accept().readHead();
      Http2Clients.Heard full = clients.getUnread("/download");
      Wire server = upstream.accept();
      server.limitBuffers(64 * 1024);
      server.readRequest();
      server.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
      BulkSender sender = BulkSender.start(server);
      await().atMost(Wire.STEP).until(sender::isBlocked);
      assertEquals("200", full.next());
      pass(Duration.ofMinutes(59));
      assertEquals(2, router.inFlight());
      pass(Duration.ofMinutes(2));
      assertEquals("408", silent.next());
      assertEquals("reset", full.next());
      await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
    }
  }

  @Test
  void commentsComeInTimeForHours() throws Exception {
    startSimulated(
        (routing, backend, server) -> {
          backend.setServerTimeout("5h");
          backend.setEventStreamKeepAlive("16s");
        });
    RawClient client = connect();
    Wire server = hold(client, "/events");
    server.send(EVENTS);
    ContentReader events = client.readResponseHead(200);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofMillis(17_100));
      events.expect(":\n");
    }
    pass(Duration.ofSeconds(14));
    client.expectSilence(MOMENT);
    server.send("0\r\n\r\n");
    assertEquals(-1, events.next());
  }

  @Test
  void totalTimeoutBoundsWhatAClientThatHasVanishedHolds() throws Exception {
    startSimulated(
        (routing, backend, server) -> {
          backend.setServerTimeout("5h");
          backend.setTotalTimeout("2h");
        });
    RawClient poll = connect();
    Wire held = hold(poll, "/poll");
    RawClient client = connect();
    Wire server = hold(client, "/events");
    server.send(EVENTS);
    ContentReader events = client.readResponseHead(200);
    pass(Duration.ofHours(1).plusMinutes(59));
    assertEquals(2, router.inFlight());
    pass(Duration.ofMinutes(2));
    assertEquals(504, poll.readResponse().status());
    assertEquals("", events.truncated());
    held.awaitEnd(SOON);
    server.awaitEnd(SOON);
  }

  @Test
  void clientTimeoutBoundsWhatAClientLeavesUnread() throws Exception {
    startSimulated(
        (routing, backend, server) -> {
          backend.setServerTimeout("5h");
          backend.setClientTimeout("1h");
        });
    try (RawClient client = RawClient.connect(router.port(), 8 * 1024)) {
      Wire server = hold(client, "/poll");
      server.limitBuffers(64 * 1024);
      pass(Duration.ofHours(3));
      server.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
      BulkSender sender = BulkSender.start(server);
      await().atMost(Wire.STEP).until(sender::isBlocked);
      pass(Duration.ofMinutes(59));
      assertEquals(1, router.inFlight());
      pass(Duration.ofMinutes(2));
      await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
      await().atMost(Wire.STEP).until(() -> !sender.isAlive());
    }
  }
}
