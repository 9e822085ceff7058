package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Comments of the router's own in quiet streams of events, and only there. */
class EventStreamKeepAliveTest extends ProtocolTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String END = "0\r\n\r\n";

  private Wire open(RawClient client, String response) throws IOException {
    client.get("/events", "Accept: text/event-stream");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response);
    return server;
  }

  private static void sendEvent(Wire server, String text) throws IOException {
    server.send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private void start(String interval) throws Exception {
    start((routing, backend, server) -> backend.setEventStreamKeepAlive(interval));
  }

  @Test
  void quietStreamGetsCommentsUntilTheNextEvent() throws Exception {
    start("100ms");
    RawClient client = connect();
    Wire server = open(client, STREAM);
    ContentReader events = client.readResponseHead(200);
    events.expect(":\n:\n");
    sendEvent(server, "data: 1\n\n");
    String seen = readPast(events, "data: 1\n\n");
    assertEquals("", seen.replace(":\n", "").replace("data: 1\n\n", ""));
    events.expect(":\n:\n:\n");
    server.send(END);
    assertEquals("", events.rest().replace(":\n", ""));
    // The connections are as good as any afterwards.
    client.get("/again");
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    assertEquals(9 + 2, router.counter("backend.b.bytesOut"));
  }

  private static String readPast(ContentReader events, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (!seen.toString().endsWith(text)) seen.append((char) events.next());
    return seen.toString();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void eventInTheMiddleOfALineIsLeftAlone() throws Exception {
    start("50ms");
    RawClient client = connect();
    Wire server = open(client, STREAM);
    ContentReader events = client.readResponseHead(200);
    events.expect(":\n");
    sendEvent(server, "data: 1");
    assertEquals("", readPast(events, "data: 1").replace("data: 1", "").replace(":\n", ""));
    client.expectSilence(Duration.ofMillis(300));
    sendEvent(server, "\n\n");
    events.expect("\n\n:\n");
    server.send(END);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void commentsAreNoNewsOfTheServer() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("2s");
          routing.useBackend("b").setEventStreamKeepAlive("100ms");
        });
    RawClient client = connect();
    Wire server = open(client, STREAM);
    ContentReader events = client.readResponseHead(200);
    String comments = events.truncated();
    assertEquals("", comments.replace(":\n", ""));
    assertTrue(comments.length() >= 10, comments.length() + " bytes");
    server.awaitEnd(SOON);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ruleDecidesForItsOwnStreams() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setEventStreamKeepAlive("1h");
          routing.useBackend("b", "{ path /events }").setEventStreamKeepAlive("50ms");
        });
    RawClient client = connect();
    open(client, STREAM);
    client.readResponseHead(200).expect(":\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void otherResponsesGetNoComments() throws Exception {
    start("50ms");
    List<RawClient> clients = new ArrayList<>();
    for (String response :
        List.of(
            STREAM.replace("event-stream", "plain"),
            STREAM.replace("200 OK", "404 Not Found"),
            STREAM.replace("Transfer", "Content-Encoding: gzip\r\nTransfer"),
            STREAM.replace("Transfer-Encoding: chunked", "Content-Length: 100"))) {
      RawClient client = connect();
      open(client, response);
      client.readHead();
      clients.add(client);
    }
    for (RawClient client : clients) client.expectSilence(Duration.ofMillis(200));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void nothingIsAddedByDefault() throws Exception {
    start();
    RawClient client = connect();
    open(client, STREAM);
    client.readResponseHead(200);
    client.expectSilence(Duration.ofMillis(300));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void clientThatReadsNothingGetsNoCommentsMeanwhile() throws Exception {
    start("20ms");
    RawClient client = RawClient.connect(router.port(), 8 * 1024);
    try (client) {
      Wire server = open(client, STREAM.replace("Transfer-Encoding: chunked\r\n", ""));
      server.limitBuffers(64 * 1024);
      ContentReader events = client.readResponseHead(200);
      BulkSender sender = BulkSender.start(server);
      while (!sender.isBlocked()) LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      assertTrue(router.bufferMemory() < 1_000_000, router.bufferMemory() + " bytes of buffers");
      assertTrue(router.buffersInUse() <= 4, router.buffersInUse() + " buffers in use");
      server.finishSending();
      // Whatever had been written for the client while it read nothing would come first now.
      int comments = 0;
      int before = 0;
      for (int next = events.next(), i = 0; i < 2_000_000 && next >= 0; next = events.next()) {
        comments += before == ':' && next == '\n' ? 1 : 0;
        before = next;
        i++;
      }
      assertEquals(0, comments);
    }
  }

  @Test
  void commentsMeetEventsAtAnyMomentAndHarmNone() throws Exception {
    start("1ms");
    upstream.serve(
        (connection, index) -> {
          Random random = new Random(index);
          connection.readRequest();
          connection.send(STREAM);
          for (int i = 0; i < 200; i++) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
            sendEvent(connection, "data: " + i + (random.nextBoolean() ? "\r" : "\r\n"));
            LockSupport.parkNanos(random.nextInt(1_000_000));
            sendEvent(connection, "\n");
          }
          connection.send(END);
        });
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) clients.add(connect().get("/events"));
    int comments = 0;
    for (RawClient client : clients) {
      String all = client.readResponseHead(200).rest();
      List<String> lines = new ArrayList<>(all.lines().toList());
      long count = lines.stream().filter(":"::equals).count();
      comments += (int) count;
      lines.removeIf(line -> line.equals(":") || line.isEmpty());
      assertEquals(200, lines.size(), all);
      for (int i = 0; i < 200; i++) assertEquals("data: " + i, lines.get(i));
    }
    assertTrue(comments > 100, comments + " comments");
  }

  @Test
  void streamsThatEndAreForgotten() throws Exception {
    start("10ms");
    for (Wire.End how : Wire.End.values()) {
      RawClient client = connect();
      Wire server = open(client, STREAM);
      client.readResponseHead(200).expect(":\n");
      client.leave(how);
      server.awaitEnd(SOON);
    }
    RawClient client = connect();
    Wire server = open(client, STREAM);
    ContentReader events = client.readResponseHead(200);
    events.expect(":\n");
    server.close();
    events.truncated();
  }
}
