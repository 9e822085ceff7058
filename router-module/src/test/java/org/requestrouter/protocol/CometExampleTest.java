package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of long polls and event streams does what it says. */
class CometExampleTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/comet.xml");

  @TempDir private Path directory;
  private RawServer web;

  @BeforeEach
  void startExample() throws Exception {
    web = new RawServer();
    web.serveOk();
    String rules =
        Files.readString(EXAMPLE)
            .replace("127.0.0.1:8081", "127.0.0.1:" + web.port())
            .replace("127.0.0.1:8082", "127.0.0.1:" + upstream.port())
            .replace(">15s<", ">100ms<");
    router = RouterFixture.start(door, Files.writeString(directory.resolve("rules.xml"), rules));
  }

  @AfterEach
  void closeWeb() throws IOException {
    web.close();
  }

  @Test
  void pollsAreHeldAndStreamsKeptAliveNextToOrdinaryRequests() throws Exception {
    RawClient poll = connect().get("/poll/news", "X-Forwarded-For: 192.0.2.1");
    Wire held = upstream.accept();
    held.readRequest();
    RawClient stream = connect().get("/events/news", "X-Forwarded-For: 192.0.2.1");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    ContentReader events = stream.readResponseHead(200);
    events.expect(":\n:\n");
    assertEquals("ok", connect().get("/page").readResponse().content());
    held.send(RawServer.OK);
    assertEquals("ok", poll.readResponse().content());
    server.send("0\r\n\r\n");
    assertEquals("", events.rest().replace(":\n", ""));
  }

  @Test
  void oneClientHoldsTwentyAndAnotherIsServed() throws Exception {
    List<Wire> held = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      connect().get("/poll/" + i, "X-Forwarded-For: 192.0.2.1");
      Wire server = upstream.accept();
      server.readRequest();
      held.add(server);
    }
    Message refused = connect().get("/poll/x", "X-Forwarded-For: 192.0.2.1").readResponse();
    assertEquals(429, refused.status());
    assertEquals(List.of("5"), refused.head().values("Retry-After"));
    RawClient other = connect().get("/poll/y", "X-Forwarded-For: 192.0.2.2");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", other.readResponse().content());
    // The limit is that of the backend with the polls.
    RawClient same = connect().get("/page", "X-Forwarded-For: 192.0.2.1");
    assertEquals("ok", same.readResponse().content());
    for (Wire wire : held) wire.close();
  }
}
