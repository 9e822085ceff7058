package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that fail before the response is committed: 502 or 503, as HAProxy means them. */
class UpstreamFailureTest extends ProtocolTest {

  /** A POST that was sent whole, so that it may not be retried. */
  private RawClient post() throws IOException {
    RawClient client = connect().request("POST /", "Content-Length: 2");
    client.send("hi");
    return client;
  }

  private Wire acceptPost() throws IOException {
    Wire server = upstream.accept();
    assertEquals("hi", server.readRequest().content());
    return server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void refusedConnectionGivesServiceUnavailable(String method) throws Exception {
    start();
    upstream.refuse();
    RawClient client = connect().request(method + " /", "Content-Length: 0");
    assertEquals(503, client.readResponse().status());
  }

  @Test
  void connectTimeoutGivesServiceUnavailable() throws Exception {
    try (Blackhole blackhole = new Blackhole()) {
      assumeTrue(blackhole.swallows(), "this system accepts connections beyond the backlog");
      router =
          RouterFixture.start(
              door,
              blackhole.port(),
              (routing, backend, server) -> backend.setConnectTimeout("300ms"));
      assertEquals(503, connect().get("/").readResponse().status());
    }
  }

  @Test
  void serverThatCannotBeReachedIsReplacedByAnother() throws Exception {
    try (RawServer dead = new RawServer()) {
      dead.refuse();
      start((routing, backend, server) -> backend.server("s2", "http://127.0.0.1:" + dead.port()));
      upstream.serveOk();
      for (int i = 0; i < 10; i++) {
        RawClient client = connect().request("POST /", "Content-Length: 2");
        client.send("hi");
        assertEquals(200, client.readResponse().status());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverThatEndsRightAfterAcceptingGivesAnError(Wire.End how) throws Exception {
    start();
    upstream.serve((connection, index) -> connection.leave(how));
    int status = post().readResponse().status();
    assertTrue(Set.of(502, 503).contains(status), "status " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "FIN, ''",
    "RESET, ''",
    "FIN, HTTP/1",
    "RESET, HTTP/1",
    "FIN, HTTP/1.1 200",
    "FIN, HTTP/1.1 200 OK|",
    "RESET, HTTP/1.1 200 OK|",
    "FIN, HTTP/1.1 200 OK|X-A",
    "FIN, HTTP/1.1 200 OK|X-A: b|",
    "RESET, HTTP/1.1 200 OK|X-A: b|"
  })
  void serverThatEndsBeforeItsHeaderIsCompleteGivesBadGateway(Wire.End how, String sent)
      throws Exception {
    start();
    RawClient client = post();
    Wire server = acceptPost();
    server.send(sent.replace("|", "\r\n"));
    server.leave(how);
    assertEquals(502, client.readResponse().status());
    assertStillServes();
    assertEquals(2, upstream.connections());
  }

  @Test
  void serverThatAlwaysEndsWithoutAResponseIsNotTriedForever() throws Exception {
    start();
    AtomicInteger requests = new AtomicInteger();
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          requests.incrementAndGet();
        });
    assertEquals(502, connect().get("/").readResponse().status());
    assertTrue(requests.get() <= 4, requests + " requests for one that may be retried 3 times");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE||",
        "HTTP/1.1 abc OK||",
        "HTTP/1.1 20 OK||",
        "HTTP/3.7 200 OK|Content-Length: 0||",
        "ICY 200 OK|Content-Length: 0||",
        "HTTP/1.1 200 OK|no colon here||",
        "HTTP/1.1 200 OK|: no name||",
        "HTTP/1.1 200 OK|Content-Length: -1||",
        "HTTP/1.1 200 OK|Content-Length: two||",
        "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||hello!",
        "HTTP/1.1 200 OK|Content-Length: 5, 6||hello!"
      })
  void malformedResponseGivesBadGateway(String response) throws Exception {
    start();
    RawClient client = post();
    Wire server = acceptPost();
    server.send(response.replace("|", "\r\n"));
    assertEquals(502, client.readResponse().status());
    server.awaitEnd(Wire.STEP);
  }

  @Test
  void nulInAResponseFieldGivesBadGateway() throws Exception {
    start();
    RawClient client = post();
    Wire server = acceptPost();
    server.send("HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n");
    assertEquals(502, client.readResponse().status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Big: %s|", "%s"})
  void oversizedResponseHeaderGivesBadGateway(String form) throws Exception {
    start();
    RawClient client = post();
    Wire server = acceptPost();
    sendUntilRefused(server, form.formatted("x".repeat(1 << 20)).replace("|", "\r\n"));
    assertEquals(502, client.readResponse().status());
    server.awaitEnd(Wire.STEP);
  }

  @Test
  void endlessResponseFieldsGiveBadGateway() throws Exception {
    start();
    RawClient client = post();
    Wire server = acceptPost();
    sendUntilRefused(server, "X-Many: 0123456789\r\n".repeat(50_000));
    assertEquals(502, client.readResponse().status());
    server.awaitEnd(Wire.STEP);
  }

  private static void sendUntilRefused(Wire server, String rest) {
    try {
      server.send("HTTP/1.1 200 OK\r\n" + rest + "\r\nContent-Length: 0\r\n\r\n");
    } catch (IOException expected) {
      // The router may end the connection as soon as it has seen too much.
    }
  }

  @Test
  void errorAnswersOfTheServerAreNotTheRouters() throws Exception {
    start();
    for (int status : List.of(500, 502, 503, 504)) {
      RawClient client = connect().get("/");
      Wire server = upstream.accept();
      server.readRequest();
      server.send("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
      Message response = client.readResponse();
      assertEquals(status, response.status());
      assertEquals("ok", response.content());
    }
  }
}
