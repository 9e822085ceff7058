package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 1xx responses, and uploads that wait for one. */
class InterimResponseTest extends ProtocolTest {
  private static final Duration QUIET = Duration.ofMillis(150);
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  /** A client that waits with its upload, and the server that has read its header. */
  private Wire expectContinue(RawClient client) throws IOException {
    client.request("PUT /upload", "Expect: 100-continue", "Content-Length: 5");
    Wire server = upstream.accept();
    assertEquals("100-continue", server.readHead().list("Expect"));
    return server;
  }

  @Test
  void everyInterimResponseIsRelayedWhenItComes() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 102 Processing\r\n\r\n");
    assertEquals(102, client.readHead().status());
    for (String link : new String[] {"</a.css>", "</b.css>"}) {
      server.send("HTTP/1.1 103 Early Hints\r\nLink: " + link + "\r\n\r\n");
      Head hints = client.readHead();
      assertEquals(103, hints.status());
      assertEquals(link, hints.list("Link"));
    }
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void interimAndFinalResponseInOnePacketAreBothRelayed() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawServer.OK);
    assertEquals(103, client.readHead().status());
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void fieldsOfAnInterimResponseDoNotLeakIntoTheFinalOne() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + RawServer.OK);
    assertEquals("1", client.readHead().list("X-Early"));
    assertEquals("", client.readResponse().head().list("X-Early"));
  }

  @Test
  void theConnectionGoesOnAfterAnInterimAndAFinalResponseToHead() throws Exception {
    start();
    RawClient client = connect();
    client.request("HEAD /");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    assertEquals(103, client.readHead().status());
    assertEquals("2", client.readResponse("HEAD").head().list("Content-Length"));
    client.get("/next");
    assertEquals("/next", server.readHead().target());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void http10ClientGetsNoInterimResponse() throws Exception {
    start();
    RawClient client = connect();
    client.send("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawServer.OK);
    Message response = client.readResponse();
    assertEquals(200, response.status());
    assertEquals("ok", response.content());
  }

  @Test
  void expectedContentIsSentOnlyAfterTheServersContinue() throws Exception {
    start();
    RawClient client = connect();
    Wire server = expectContinue(client);
    client.expectSilence(QUIET);
    server.send(CONTINUE);
    assertEquals(100, client.readHead().status());
    server.expectSilence(QUIET);
    client.send("hello");
    server.expect("hello");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void contentThatDoesNotWaitForTheContinueIsNotLost() throws Exception {
    start();
    RawClient client = connect();
    String header = "PUT / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n";
    client.send(header + "\r\nhello");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    server.send(CONTINUE);
    assertEquals("hello", content.rest());
    server.send(RawServer.OK);
    Head first = client.readHead();
    if (first.status() == 100) first = client.readHead();
    assertEquals(200, first.status());
  }

  @ParameterizedTest
  @ValueSource(ints = {417, 401})
  void finalAnswerToAnExpectationMeansThatTheContentIsNeverRead(int status) throws Exception {
    start();
    RawClient client = connect();
    Wire server = expectContinue(client);
    server.send("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno");
    Message response = client.readResponse();
    assertEquals(status, response.status());
    assertEquals("no", response.content());
    assertEquals(-1, firstByteOrEnd(server), "content byte although the server refused");
    assertStillServes();
  }

  @Test
  void continueMayBeFollowedByMoreInterimResponses() throws Exception {
    start();
    RawClient client = connect();
    Wire server = expectContinue(client);
    server.send(CONTINUE + "HTTP/1.1 102 Processing\r\n\r\n");
    assertEquals(100, client.readHead().status());
    assertEquals(102, client.readHead().status());
    client.send("hello");
    server.expect("hello");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesInsteadOfSendingTheContentIsNoticed(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = expectContinue(client);
    client.leave(how);
    server.awaitEnd(SOON);
  }

  @Test
  void serverThatBreaksOffAfterAnInterimResponseGivesBadGateway() throws Exception {
    start();
    RawClient client = connect().request("POST /", "Content-Length: 2");
    client.send("hi");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    assertEquals(103, client.readHead().status());
    server.close();
    assertEquals(502, client.readResponse().status());
  }

  private static int firstByteOrEnd(Wire server) throws IOException {
    try {
      return server.read();
    } catch (SocketException reset) {
      return -1;
    }
  }
}
