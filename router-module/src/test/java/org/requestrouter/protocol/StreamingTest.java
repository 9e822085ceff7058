package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every byte goes through as it comes, in both directions, at the same time if need be. */
class StreamingTest extends ProtocolTest {
  private static final int BYTES = 40;

  private static void sendAsChunk(Wire wire, int content) throws IOException {
    wire.send("1\r\n" + (char) content + "\r\n");
  }

  @Test
  void everyByteOfSizedRequestContentArrivesBeforeTheNextIsSent() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Content-Length: " + BYTES);
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    for (int i = 0; i < BYTES; i++) {
      client.send((byte) ('A' + i));
      assertEquals('A' + i, content.next());
    }
    assertEquals(-1, content.next());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void everyByteOfChunkedRequestContentArrivesBeforeTheNextIsSent() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Transfer-Encoding: chunked");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    for (int i = 0; i < BYTES; i++) {
      sendAsChunk(client, 'A' + i);
      assertEquals('A' + i, content.next());
    }
    client.send("0\r\n\r\n");
    assertEquals(-1, content.next());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void everyByteOfSizedResponseContentArrivesBeforeTheNextIsSent() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: " + BYTES + "\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    for (int i = 0; i < BYTES; i++) {
      server.send((byte) ('A' + i));
      assertEquals('A' + i, content.next());
    }
    assertEquals(-1, content.next());
  }

  @Test
  void everyByteOfChunkedResponseContentArrivesBeforeTheNextIsSent() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    for (int i = 0; i < BYTES; i++) {
      sendAsChunk(server, 'A' + i);
      assertEquals('A' + i, content.next());
    }
    server.send("0\r\n\r\n");
    assertEquals(-1, content.next());
  }

  @Test
  void everyByteOfCloseDelimitedResponseContentArrivesBeforeTheNextIsSent() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    for (int i = 0; i < BYTES; i++) {
      server.send((byte) ('A' + i));
      assertEquals('A' + i, content.next());
    }
    server.close();
    assertEquals(-1, content.next());
  }

  @Test
  void bytesOfOneLargeChunkArriveBeforeTheChunkIsComplete() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\nfirst");
    ContentReader content = client.readResponseHead(200);
    content.expect("first");
    server.send("x".repeat(0x100000 - 5) + "\r\n0\r\n\r\n");
    assertEquals(0x100000 - 5, content.rest().length());
  }

  @Test
  void requestSentByteByByteIsUnderstood() throws Exception {
    start();
    RawClient client = connect();
    client.sendByteByByte("POST /slow?q=1 HTTP/1.1\r\nHost: test\r\nX-A: b\r\n");
    client.sendByteByByte("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    Wire server = upstream.accept();
    Message request = server.readRequest();
    assertEquals("POST /slow?q=1 HTTP/1.1", request.head().startLine());
    assertEquals("b", request.head().list("X-A"));
    assertEquals("hello", request.content());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void responseSentByteByByteIsUnderstood() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.sendByteByByte("HTTP/1.1 201 Fine\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n");
    server.sendByteByByte("5\r\nhello\r\n00\r\n\r\n");
    Message response = client.readResponse();
    assertEquals(201, response.status());
    assertEquals("b", response.head().list("X-A"));
    assertEquals("hello", response.content());
  }

  @Test
  void requestHeaderIsForwardedBeforeAnyContent() throws Exception {
    start();
    RawClient client = connect().request("PUT /early", "Content-Length: 3");
    Wire server = upstream.accept();
    assertEquals("/early", server.readHead().target());
    server.expectSilence(Duration.ofMillis(100));
    client.send("abc");
    server.expect("abc");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void responseMayComeBeforeTheEndOfTheRequest() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Content-Length: 10");
    client.send("half.");
    Wire server = upstream.accept();
    server.readHead();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void requestAndResponseContentFlowAtTheSameTime() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Transfer-Encoding: chunked");
    Wire server = upstream.accept();
    ContentReader request = ContentReader.ofRequest(server, server.readHead());
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    ContentReader response = client.readResponseHead(200);
    for (int i = 0; i < BYTES; i++) {
      sendAsChunk(client, 'A' + i);
      assertEquals('A' + i, request.next());
      sendAsChunk(server, 'A' + i);
      assertEquals('A' + i, response.next());
    }
    client.send("0\r\n\r\n");
    assertEquals(-1, request.next());
    server.send("0\r\n\r\n");
    assertEquals(-1, response.next());
  }
}
