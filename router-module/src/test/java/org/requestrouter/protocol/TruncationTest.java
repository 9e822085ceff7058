package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks off upstream must never look complete downstream. */
class TruncationTest extends ProtocolTest {
  private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private Wire request(RawClient client, String version) throws IOException {
    client.send("POST / " + version + "\r\nHost: test\r\nContent-Length: 2\r\n\r\nhi");
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  private static void awaitBytes(ContentReader content, int count) throws IOException {
    for (int i = 0; i < count; i++) assertTrue(content.next() >= 0);
  }

  @ParameterizedTest
  @EnumSource
  void sizedContentThatBreaksOffIsTruncated(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    server.send(SIZED + "half.");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 5);
    server.leave(how);
    content.truncated();
    assertStillServes();
  }

  @ParameterizedTest
  @CsvSource({
    "FIN, ''",
    "RESET, ''",
    "FIN, 5|he",
    "RESET, 5|he",
    "FIN, 5|hello",
    "FIN, 5|hello|",
    "RESET, 5|hello|",
    "FIN, 5",
    "FIN, 5|hello|0",
    "FIN, 5|hello|0|",
    "FIN, 5|hello|0|X-Sum: 1|"
  })
  void chunkedContentThatBreaksOffIsTruncated(Wire.End how, String chunks) throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    server.send(CHUNKED + "1\r\nx\r\n");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 1);
    server.send(chunks.replace("|", "\r\n"));
    server.leave(how);
    content.truncated();
    assertStillServes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz|", "-1|", "5|hello!!|", "fffffffffffffffff|", "5|helloX"})
  void malformedChunkTruncatesTheResponse(String chunks) throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    server.send(CHUNKED + "1\r\nx\r\n");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 1);
    server.send(chunks.replace("|", "\r\n"));
    content.truncated();
    server.awaitEnd(Wire.STEP);
  }

  @ParameterizedTest
  @CsvSource({"FIN, 0", "FIN, 4", "RESET, 0", "RESET, 4"})
  void serverThatEndsTogetherWithItsHeaderGivesBadGatewayOrATruncatedResponse(
      Wire.End how, int bytes) throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    server.send(SIZED + "x".repeat(bytes));
    server.leave(how);
    try {
      Head head = client.readHead();
      if (head.status() == 502) return;
      assertEquals(200, head.status());
      ContentReader.ofResponse(client, head, "GET").truncated();
    } catch (IOException e) {
      // Ended before the header: that is not a clean end either.
    }
  }

  @Test
  void closeDelimitedContentThatIsResetIsTruncated() throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    server.send("HTTP/1.1 200 OK\r\n\r\nhalf.");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 5);
    server.leave(Wire.End.RESET);
    content.truncated();
  }

  @Test
  void http10ClientIsResetWhenChunkedContentBreaksOff() throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.0");
    server.send(CHUNKED + "5\r\nhello\r\n");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 5);
    server.close();
    assertThrows(SocketException.class, content::next, "a FIN would look like the end");
  }

  @Test
  void truncatedResponseDoesNotBecomeTheNextOne() throws Exception {
    start();
    RawClient client = connect();
    Wire server = request(client, "HTTP/1.1");
    client.get("/pipelined");
    server.send(SIZED + "half.");
    ContentReader content = client.readResponseHead(200);
    awaitBytes(content, 5);
    server.close();
    assertEquals("", content.truncated());
  }
}
