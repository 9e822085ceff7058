package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those get that wait for one response, whatever comes. */
class SharedResponseTest extends CoalescingProtocolTest {

  @Test
  void responseThatIsPrivateGoesToTheFirstOnlyAndTheOthersAskThemselves() throws Exception {
    for (String field :
        List.of(
            "Cache-Control: private", "Cache-Control: no-store", "Set-Cookie: a=b", "Vary: *")) {
      startCoalescing();
      List<RawClient> clients = waiting(3, "/poll");
      Wire server = upstream.accept();
      server.readRequest();
      server.send(response("first", field));
      assertAllGet("first", clients.subList(0, 1));
      for (int i = 1; i < 3; i++) {
        Wire own = upstream.accept();
        own.readRequest();
        own.send(response("own", field));
      }
      assertAllGet("own", clients.subList(1, 3));
      closeAndExpectNothingLeft();
      openUpstream();
    }
    router = null;
  }

  @Test
  void responseThatIsPrivateGoesToNobodyIfTheOneWhoseRequestWasSentHasLeft() throws Exception {
    for (String field : List.of("Cache-Control: private", "Set-Cookie: a=b", "Vary: *")) {
      startCoalescing();
      List<RawClient> clients = waiting(3, "/poll");
      Wire server = upstream.accept();
      server.readRequest();
      clients.get(0).close();
      awaitFollowers(2);
      server.send(response("of who has left", field));
      for (int i = 1; i < 3; i++) {
        Wire own = upstream.accept();
        own.readRequest();
        own.send(response("own", field));
      }
      assertAllGet("own", clients.subList(1, 3));
      closeAndExpectNothingLeft();
      openUpstream();
    }
    router = null;
  }

  @Test
  void fieldsThatJettyHasToOfItsOwnAreThoseOfTheServer() throws Exception {
    String date = "Thu, 26 Nov 2026 10:00:00 GMT";
    for (String field : List.of("X-For: all", "Cache-Control: private")) {
      startCoalescing();
      List<RawClient> clients = waiting(1, "/poll");
      Wire server = upstream.accept();
      server.readRequest();
      server.send(response("a", "Date: " + date, "Server: it", field));
      Message answer = clients.get(0).readResponse();
      assertEquals(List.of(date), answer.head().values("Date"));
      assertEquals(List.of("it"), answer.head().values("Server"));
      closeAndExpectNothingLeft();
      openUpstream();
    }
    router = null;
  }

  @Test
  void failureOfTheServerIsTheAnswerToAll() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(3, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.close();
    for (RawClient client : clients) assertEquals(502, client.readResponse().status());
  }

  @Test
  void responseThatBreaksOffIsGivenToNobody() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    server.close();
    for (RawClient client : clients) assertEquals(502, client.readResponse().status());
  }

  @Test
  void statusOfTheServerIsSharedWithItsContent() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: b\r\n\r\nnone");
    for (RawClient client : clients) {
      Message response = client.readResponse();
      assertEquals(404, response.status());
      assertEquals("none", response.content());
      assertEquals(List.of("b"), response.head().values("X-A"));
    }
  }

  @Test
  void chunkedResponseIsSharedWhenItIsComplete() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    server.send("3\r\ndef\r\n0\r\n\r\n");
    assertAllGet("abcdef", clients);
  }

  @Test
  void responseThatIsLongerThanTheLimitIsStreamedToTheFirst() throws Exception {
    startCoalescing(coalesce -> coalesce.setMaxContent("1k"));
    String content = "x".repeat(2000);
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response(content));
    assertAllGet(content, clients.subList(0, 1));
    Wire own = upstream.accept();
    own.readRequest();
    own.send(response(content));
    assertAllGet(content, clients.subList(1, 2));
  }

  @Test
  void responseOfUnknownLengthThatGrowsBeyondTheLimitIsStreamedToTheFirst() throws Exception {
    startCoalescing(coalesce -> coalesce.setMaxContent("1k"));
    String part = "x".repeat(600);
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n" + part + "\r\n");
    server.send("258\r\n" + part + "\r\n");
    Wire own = upstream.accept();
    own.readRequest();
    own.send(response("own"));
    assertAllGet("own", clients.subList(1, 2));
    server.send("0\r\n\r\n");
    assertAllGet(part + part, clients.subList(0, 1));
  }

  @Test
  void eventStreamGoesToTheFirstEventByEvent() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(2, "/events");
    Wire server = upstream.accept();
    server.readRequest();
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    server.send(head + "Transfer-Encoding: chunked\r\n\r\n");
    ContentReader events = clients.get(0).readResponseHead(200);
    Wire own = upstream.accept();
    own.readRequest();
    own.send(response("own"));
    assertAllGet("own", clients.subList(1, 2));
    server.send("9\r\ndata: 1\n\n\r\n");
    events.expect("data: 1\n\n");
    clients.get(0).close();
    server.awaitEnd(SOON);
  }

  @Test
  void clientThatDoesNotReadHoldsUpNoOther() throws Exception {
    startCoalescing(coalesce -> coalesce.setMaxContent("16m"));
    String content = "y".repeat(8 << 20);
    RawClient slow = RawClient.connect(router.port(), 8192);
    slow.get("/poll");
    awaitFollowers(1);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 2; i++) clients.add(connect().get("/poll"));
    awaitFollowers(3);
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response(content));
    assertAllGet(content, clients);
    assertAllGet(content, List.of(slow));
    slow.close();
  }

  @Test
  void conditionalRequestsShareTheFullResponseAndAreAnsweredEach() throws Exception {
    startCoalescing();
    RawClient has = connect().get("/poll", "If-None-Match: \"1\"");
    awaitFollowers(1);
    RawClient hasOther = connect().get("/poll", "If-None-Match: \"0\"");
    awaitFollowers(2);
    Wire server = upstream.accept();
    assertEquals(List.of(), server.readRequest().head().values("If-None-Match"));
    server.send(response("news", "ETag: \"1\""));
    Message unmodified = has.readResponse();
    assertEquals(304, unmodified.status());
    assertEquals(List.of("\"1\""), unmodified.head().values("ETag"));
    assertEquals("news", hasOther.readResponse().content());
    has.get("/x");
    server.readRequest();
    server.send(response("x"));
    assertEquals("x", has.readResponse().content());
  }
}
