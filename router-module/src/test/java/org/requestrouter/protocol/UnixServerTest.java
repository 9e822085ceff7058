package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.requestrouter.config.RuleConfig;

/** Servers at unix-domain sockets. */
class UnixServerTest extends UnixTest {

  @Test
  void requestsAndResponsesAreCarriedOnConnectionsThatAreKept() throws Exception {
    start();
    upstream.serve(
        (connection, index) -> {
          while (true) {
            Message request = connection.readRequest();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: "
                    + request.content().length()
                    + "\r\n\r\n"
                    + request.content());
          }
        });
    RawClient client = connect();
    for (int i = 0; i < 3; i++) {
      assertEquals("", client.get("/").readResponse().content());
    }
    assertEquals(1, upstream.connections());
    for (String content : new String[] {"short", "x".repeat(1 << 20)}) {
      client.request("POST /", "Content-Length: " + content.length()).send(content);
      assertEquals(content, client.readResponse().content());
    }
    assertEquals("unix:" + path(), router.member(0).uri());
  }

  @Test
  void clientThatLeavesWhileItWaitsEndsTheConnection() throws Exception {
    start();
    RawClient client = connect().get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    client.close();
    assertEquals(Wire.End.FIN, server.awaitEnd(SOON));
  }

  @Test
  void serverThatEndsInTheMiddleTruncatesTheResponse() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
    ContentReader content = client.readResponseHead(200);
    content.expect("abc");
    server.close();
    assertEquals("", content.truncated());
  }

  @Test
  void serverIsCalledLocalhostWhereItsOwnNameIsWanted() throws Exception {
    start(
        (routing, backend, server) -> {
          RuleConfig rule = routing.useBackend("b", "{ path_beg /own }");
          rule.setHost("server");
          rule.setRewriteLocation("true");
        });
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    assertEquals("test", server.readRequest().head().list("Host"));
    server.send(RawServer.OK);
    client.readResponse();

    client.get("/own");
    assertEquals("localhost", server.readRequest().head().list("Host"));
    server.send(
        "HTTP/1.1 302 Found\r\nLocation: http://localhost/there\r\nContent-Length: 0\r\n\r\n");
    assertEquals("http://test/there", client.readResponse().head().list("Location"));
  }
}
