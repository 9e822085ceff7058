package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message ends; {@link ContentReader} itself refuses a duplicated framing field. */
class FramingTest extends ProtocolTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

  private Wire get(RawClient client) throws IOException {
    client.get("/");
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  private void assertBothConnectionsGoOn(RawClient client, Wire server) throws IOException {
    client.get("/next");
    assertEquals("/next", server.readRequest().head().target());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "X-No: framing"})
  void headResponseHasNoContent(String field) throws Exception {
    start();
    RawClient client = connect().request("HEAD /");
    Wire server = upstream.accept();
    assertEquals("HEAD", server.readRequest().head().method());
    server.send("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n");
    Message response = client.readResponse("HEAD");
    assertEquals(200, response.status());
    if (field.startsWith("Content-Length"))
      assertEquals("5", response.head().list("Content-Length"));
    assertBothConnectionsGoOn(client, server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "204 No Content\r\n",
        "204 No Content\r\nContent-Length: 0\r\n",
        "304 Not Modified\r\nETag: \"a\"\r\n",
        "304 Not Modified\r\nContent-Length: 5\r\n"
      })
  void responseWhoseStatusForbidsContentHasNone(String lines) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send("HTTP/1.1 " + lines + "\r\n");
    Message response = client.readResponse();
    assertEquals(Integer.parseInt(lines.substring(0, 3)), response.status());
    assertFalse(response.head().has("Transfer-Encoding"), response.head().toString());
    assertBothConnectionsGoOn(client, server);
  }

  @Test
  void sizedResponseStaysSized() throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send(RawServer.OK);
    Message response = client.readResponse();
    assertEquals("2", response.head().list("Content-Length"));
    assertBothConnectionsGoOn(client, server);
  }

  @Test
  void emptySizedMessagesStaySized() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Content-Length: 0");
    Wire server = upstream.accept();
    assertEquals("0", server.readRequest().head().list("Content-Length"));
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertEquals("0", client.readResponse().head().list("Content-Length"));
    assertBothConnectionsGoOn(client, server);
  }

  @Test
  void requestWithoutContentGetsNoFraming() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    Head request = server.readHead();
    assertFalse(request.has("Content-Length"), request.toString());
    assertFalse(request.has("Transfer-Encoding"), request.toString());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void chunkedMessagesStayChunkedAndLoseTheirExtensions() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Transfer-Encoding: chunked");
    client.send("3;secret=1\r\nabc\r\n2 ; x=\"y\"\r\nde\r\n0;last\r\n\r\n");
    Wire server = upstream.accept();
    ContentReader request = ContentReader.ofRequest(server, server.readHead());
    assertEquals("abcde", request.rest());
    assertNoExtensions(request.chunkLines());
    server.send(CHUNKED + "\r\n3;secret=1\r\nabc\r\n2;x=\"y\"\r\nde\r\n0;last\r\n\r\n");
    ContentReader response = client.readResponseHead(200);
    assertEquals("abcde", response.rest());
    assertNoExtensions(response.chunkLines());
    assertBothConnectionsGoOn(client, server);
  }

  private static void assertNoExtensions(List<String> chunkLines) {
    assertTrue(chunkLines.size() > 1, "the message was not chunked");
    for (String line : chunkLines) assertTrue(line.matches("[0-9a-fA-F]+"), line);
  }

  @Test
  void requestTrailersArrive() throws Exception {
    start();
    RawClient client =
        connect().request("POST /", "Transfer-Encoding: chunked", "Trailer: X-Sum, X-Other");
    client.send("2\r\nhi\r\n0\r\nX-Sum: 7\r\nX-Other: a b\r\n\r\n");
    Wire server = upstream.accept();
    Message request = server.readRequest();
    assertEquals("hi", request.content());
    assertEquals(List.of("x-other: a b", "x-sum: 7"), lines(request.trailers()));
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void responseTrailersArrive() throws Exception {
    start();
    RawClient client = connect().get("/", "TE: trailers", "Connection: TE");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(CHUNKED + "Trailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\nX-B: c\r\n\r\n");
    Message response = client.readResponse();
    assertEquals("hi", response.content());
    assertEquals(List.of("x-b: c", "x-sum: 7"), lines(response.trailers()));
    assertBothConnectionsGoOn(client, server);
  }

  private static List<String> lines(List<Field> trailers) {
    return new Head("", trailers).linesWithout(Set.of());
  }

  @Test
  void manySmallAndOneLargeChunkInOneWriteArriveWhole() throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    StringBuilder chunks = new StringBuilder(CHUNKED).append("\r\n");
    for (int i = 0; i < 1000; i++)
      chunks.append("1\r\n").append((char) ('a' + i % 26)).append("\r\n");
    chunks.append("20000\r\n").append("z".repeat(0x20000)).append("\r\n0\r\n\r\n");
    server.send(chunks.toString());
    String content = client.readResponse().content();
    assertEquals(1000 + 0x20000, content.length());
    assertEquals("abcde", content.substring(0, 5));
    assertBothConnectionsGoOn(client, server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
      })
  void ambiguousResponseFramingIsResolvedOrRefused(String framing) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n2\r\nok\r\n0\r\n\r\n");
    server.finishSending();
    Message response = client.readResponse();
    if (response.status() == 200) assertEquals("ok", response.content());
    else assertEquals(502, response.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: chunked, gzip\r\n"
      })
  void ambiguousRequestFramingNeverReachesTheServer(String framing) throws Exception {
    start();
    RawClient client = connect();
    client.send("POST / HTTP/1.1\r\nHost: test\r\n" + framing + "\r\n2\r\nok\r\n0\r\n\r\n");
    assertEquals(400, client.readResponse().status());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }
}
