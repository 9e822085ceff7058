package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that leaves takes its upstream attempt with it, at once, in whatever phase. */
class ClientAbortTest extends ProtocolTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: test\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

  @AfterEach
  void anotherClientIsServed() throws IOException {
    if (router == null) return;
    router.awaitQuiet();
    assertStillServes();
  }

  private Wire get(RawClient client) throws IOException {
    client.get("/");
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  @ParameterizedTest
  @EnumSource
  void whileItSendsItsHeader(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send("GET / HTTP/1.1\r\nHost: te");
    upstream.expectNoConnection(Duration.ofMillis(50));
    client.leave(how);
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @EnumSource
  void rightAfterItsHeader(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(GET);
    client.leave(how);
    await().atMost(SOON).until(() -> router.inFlight() == 0);
  }

  /** Then nobody who asks the connection for input is told anything any more. */
  @Test
  void beforeItsRequestIsRouted() throws Exception {
    start(
        (routing, backend, server) -> {},
        (jetty, component) -> jetty.insertHandler(new ClosingWhatAsksForIt()));
    RawClient client = connect();
    client.get("/closed");
    client.awaitEnd(SOON);
    await().atMost(SOON).until(() -> router.inFlight() == 0);
  }

  private static final class ClosingWhatAsksForIt extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (Request.getPathInContext(request).equals("/closed")) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
      }
      return super.handle(request, response, callback);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileItSendsSizedContent(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(POST + "Content-Length: 10\r\n\r\nhalf.");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    content.expect("half.");
    client.leave(how);
    assertEquals("", content.truncated());
    await().atMost(SOON).until(() -> router.inFlight() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void whileItSendsChunkedContent(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    content.expect("half.");
    client.leave(how);
    assertEquals("", content.truncated());
    await().atMost(SOON).until(() -> router.inFlight() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void whileItsUploadIsBlockedByASlowServer(Wire.End how) throws Exception {
    // Its end is behind bytes that nobody reads now, so only the server's timeout can end this.
    start((routing, backend, server) -> backend.setServerTimeout("1s"));
    RawClient client = connect();
    client.limitBuffers(64 * 1024);
    client.send(POST + "Content-Length: 1000000000\r\n\r\n");
    Wire server = upstream.accept();
    server.limitBuffers(64 * 1024);
    server.readHead();
    BulkSender sender = BulkSender.start(client);
    await().atMost(Wire.STEP).until(() -> sender.isBlocked());
    client.leave(how);
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForTheResponse(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    client.leave(how);
    server.awaitEnd(SOON);
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsOnAReusedConnection(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.get("/again");
    server.readRequest();
    client.leave(how);
    server.awaitEnd(SOON);
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForTheResponseToAnUpload(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(POST + "Content-Length: 5\r\n\r\nhello");
    Wire server = upstream.accept();
    assertEquals("hello", server.readRequest().content());
    client.leave(how);
    server.awaitEnd(SOON);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheResponseFlows(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    ContentReader content = client.readResponseHead(200);
    BulkSender sender = BulkSender.start(server);
    content.skip(1_000_000);
    client.leave(how);
    await().atMost(SOON).until(() -> !sender.isAlive());
  }

  @ParameterizedTest
  @EnumSource
  void whileTheResponseIsBlockedByItself(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.limitBuffers(64 * 1024);
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    BulkSender sender = BulkSender.start(server);
    await().atMost(Wire.STEP).until(() -> sender.isBlocked());
    client.leave(how);
    await().atMost(SOON).until(() -> !sender.isAlive());
  }

  @ParameterizedTest
  @EnumSource
  void betweenThePartsOfAResponse(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    Wire server = get(client);
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.");
    ContentReader content = client.readResponseHead(200);
    content.expect("half.");
    client.leave(how);
    server.awaitEnd(SOON);
  }

  @ParameterizedTest
  @EnumSource
  void withAPipelinedRequestInTheSamePacket(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(GET + GET);
    Wire server = upstream.accept();
    server.readRequest();
    client.leave(how);
    server.awaitEnd(SOON);
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @EnumSource
  void withAPipelinedRequestInALaterPacket(Wire.End how) throws Exception {
    start();
    RawClient client = connect();
    client.send(GET);
    Wire server = upstream.accept();
    server.readRequest();
    client.send(GET);
    upstream.expectNoConnection(Duration.ofMillis(50));
    client.leave(how);
    server.awaitEnd(SOON);
    upstream.expectNoConnection(Duration.ofMillis(100));
  }
}
