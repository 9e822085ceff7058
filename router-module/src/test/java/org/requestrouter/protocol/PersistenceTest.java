package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.requestrouter.config.RoutingConfig;

/** Which connections live on after an exchange, on either side. */
class PersistenceTest extends ProtocolTest {

  /** Answers every request with its own target and content. */
  private void serveTargets() throws IOException {
    upstream.serve(
        (connection, index) -> {
          while (true) {
            Message request = connection.readRequest();
            String content = request.head().target() + request.content();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n");
            connection.send(content);
          }
        });
  }

  private void assertUpstreamConnections(int expected) {
    assertEquals(expected, upstream.connections());
  }

  @Test
  void pipelinedRequestsInOnePacketAreAnsweredInOrder() throws Exception {
    start();
    serveTargets();
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 20; i++)
      requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
    RawClient client = connect();
    client.send(requests.toString());
    for (int i = 0; i < 20; i++) assertEquals("/" + i, client.readResponse().content());
  }

  @Test
  void pipelinedRequestsWithContentInOnePacketAreAnsweredInOrder() throws Exception {
    start();
    serveTargets();
    String sized = "POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\none";
    String chunked =
        "POST /b HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n";
    RawClient client = connect();
    client.send(sized + chunked + sized + chunked);
    for (String expected : new String[] {"/aone", "/btwo", "/aone", "/btwo"})
      assertEquals(expected, client.readResponse().content());
  }

  @Test
  void upstreamConnectionIsReusedByTheSameClient() throws Exception {
    start();
    serveTargets();
    RawClient client = connect();
    for (int i = 0; i < 10; i++)
      assertEquals("/" + i, client.get("/" + i).readResponse().content());
    assertUpstreamConnections(1);
  }

  @Test
  void upstreamConnectionIsReusedByTheNextClient() throws Exception {
    start();
    serveTargets();
    for (int i = 0; i < 5; i++) {
      RawClient client = connect();
      assertEquals("/", client.get("/").readResponse().content());
      await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
      client.close();
    }
    assertUpstreamConnections(1);
  }

  @Test
  void clientThatAsksToCloseGetsACloseAndTheUpstreamConnectionStays() throws Exception {
    start();
    serveTargets();
    for (int i = 0; i < 3; i++) {
      RawClient client = connect().get("/", "Connection: close");
      Message response = client.readResponse();
      assertEquals("close", response.head().list("Connection"));
      assertEquals(Wire.End.FIN, client.awaitEnd(Wire.STEP));
      await().atMost(Wire.STEP).until(() -> router.idleConnections() == 1);
    }
    assertUpstreamConnections(1);
  }

  @Test
  void http10ClientGetsOneResponseAndAClose() throws Exception {
    start();
    RawClient client = connect();
    client.send("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
    Wire server = upstream.accept();
    assertEquals("GET / HTTP/1.1", server.readRequest().head().startLine());
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    Message response = client.readResponse();
    assertEquals("ok", response.content());
    assertFalse(response.head().has("Transfer-Encoding"), "HTTP/1.0 knows no chunks");
    assertEquals(Wire.End.FIN, client.awaitEnd(Wire.STEP));
  }

  @Test
  void http10ClientMayKeepItsConnection() throws Exception {
    start();
    serveTargets();
    RawClient client = connect();
    for (int i = 0; i < 3; i++) {
      client.send("GET /" + i + " HTTP/1.0\r\nHost: test\r\nConnection: keep-alive\r\n\r\n");
      Message response = client.readResponse();
      assertEquals("/" + i, response.content());
      assertEquals("keep-alive", response.head().list("Connection"));
    }
    assertUpstreamConnections(1);
  }

  @Test
  void http10ClientWithKeepAliveGetsACloseWhenTheLengthIsUnknown() throws Exception {
    start();
    RawClient client = connect();
    client.send("GET / HTTP/1.0\r\nHost: test\r\nConnection: keep-alive\r\n\r\n");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    ContentReader content = client.readResponseHead(200);
    content.expect("first");
    server.send("4\r\nlast\r\n0\r\n\r\n");
    assertEquals("last", content.rest());
    assertEquals(Wire.End.FIN, client.awaitEnd(Wire.STEP));
  }

  @Test
  void http10UpstreamIsAnsweredAsHttp11AndNotReused() throws Exception {
    start();
    RawClient client = connect();
    for (int i = 0; i < 2; i++) {
      client.get("/");
      Wire server = upstream.accept();
      server.readRequest();
      server.send("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
      Message response = client.readResponse();
      assertEquals("HTTP/1.1 200", response.head().startLine().substring(0, 12));
      assertEquals("ok", response.content());
    }
  }

  @Test
  void closeDelimitedResponseIsCompleteForAnyClient() throws Exception {
    start();
    for (String version : new String[] {"HTTP/1.1", "HTTP/1.0"}) {
      RawClient client = connect();
      client.send("GET / " + version + "\r\nHost: test\r\n\r\n");
      Wire server = upstream.accept();
      server.readRequest();
      server.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
      server.close();
      assertEquals("until the end", client.readResponse().content());
    }
  }

  @Test
  void emptyCloseDelimitedResponseIsComplete() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\n\r\n");
    server.close();
    Message response = client.readResponse();
    assertEquals(200, response.status());
    assertEquals("", response.content());
  }

  @Test
  void upstreamThatClosesIsNotReusedAndTheClientDoesNotSeeIt() throws Exception {
    start();
    RawClient client = connect();
    for (int i = 0; i < 3; i++) {
      client.get("/");
      Wire server = upstream.accept();
      server.readRequest();
      server.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
      Message response = client.readResponse();
      assertEquals("ok", response.content());
      assertFalse(response.head().has("Connection"), response.head().toString());
      server.awaitEnd(Wire.STEP);
    }
  }

  @Test
  void idleUpstreamConnectionIsClosedAfterTheKeepAliveTimeout() throws Exception {
    start((routing, backend, server) -> backend.setKeepAliveTimeout("500ms"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    long used = System.nanoTime();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    server.awaitEnd(Wire.STEP);
    Duration idle = Duration.ofNanos(System.nanoTime() - used);
    assertTrue(idle.toMillis() >= 500, "closed after " + idle);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void idleUpstreamConnectionIsByDefaultClosedBeforeCommonServersWouldCloseIt() throws Exception {
    long byDefault = new RoutingConfig().backend("b").getKeepAliveTimeout().toMillis();
    assertTrue(byDefault < 5000, byDefault + " ms");
    start((routing, backend, server) -> backend.setKeepAliveTimeout(byDefault + "ms"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    server.awaitEnd(Wire.STEP);
  }

  @Test
  void idleUpstreamConnectionThatTheServerClosesLeavesThePool() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    server.close();
    await().atMost(Wire.STEP).until(() -> router.connections() == 0);
  }
}
