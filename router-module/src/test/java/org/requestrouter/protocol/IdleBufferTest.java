package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection on which nothing moves holds no buffer, whatever the request was like. */
class IdleBufferTest extends ProtocolTest {
  private static final int CLIENTS = 8;
  private static final String NONE = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String LINE_MORE = NONE + "\r\n";
  private static final String EMPTY = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
  private static final String SIZED = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
  private static final String SIZED_AND_LINE_MORE = SIZED + "\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {NONE, EMPTY, SIZED, SIZED_AND_LINE_MORE, CHUNKED})
  void neitherWhileTheResponseIsAwaitedNorAfterIt(String request) throws Exception {
    assertNoBuffer(request, true);
  }

  /** What is not of this request is kept for the next one. */
  @Test
  void notAfterMoreHasComeThanTheRequest() throws Exception {
    assertNoBuffer(LINE_MORE, false);
  }

  private void assertNoBuffer(String request, boolean waiting) throws Exception {
    start();
    RawClient client = connect();
    client.send(request);
    Wire server = upstream.accept();
    for (int i = 0; i < 2; i++) {
      if (i > 0) client.send(request);
      server.readRequest();
      if (waiting) assertNoBuffer("while it waits");
      server.send(RawServer.OK);
      client.readResponse();
      assertNoBuffer("while it is idle");
    }
  }

  /** Jetty refuses them on another thread than the one that has read them. */
  @Test
  void notAfterClientsHaveLeftWhileTheirNextRequestWasRefused() throws Exception {
    start();
    upstream.serveOk();
    Crowd.run(CLIENTS, index -> beRefusedAndLeave());
  }

  private void beRefusedAndLeave() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (RawClient client = RawClient.connect(router.port())) {
        client.send(NONE + "malformed\r\n\r\n");
        client.readResponse();
      }
    }
  }

  private void assertNoBuffer(String when) {
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, router.buffersInUse(), when));
  }
}
