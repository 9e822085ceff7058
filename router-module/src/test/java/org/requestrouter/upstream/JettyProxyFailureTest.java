package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.requestrouter.FreePort;
import org.requestrouter.config.BackendConfig;

/** Exchanges that end badly, on either side. */
class JettyProxyFailureTest extends CarrierTest {
  /**
   * For what must happen at once, within a second if nothing else is on the machine. A stall of
   * some seconds is no failure; the server timeout, which might end the same, comes much later.
   */
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void serverThatRefusesConnectionsGivesServiceUnavailable() throws Exception {
    backend().server("s", carrier.uri(FreePort.find()));
    startRouter();

    assertEquals(503, connect().request("GET /").head().status());
  }

  @Test
  void anotherServerIsTriedWhenOneRefusesConnections() throws Exception {
    backend().server("dead", carrier.uri(FreePort.find()));
    start((request, response, callback) -> Content.Sink.write(response, true, "ok", callback));

    Client client = connect();
    for (int i = 0; i < 4; i++) {
      client.request("GET /");
      assertEquals(200, client.head().status());
      assertEquals("ok", client.content(2));
    }
  }

  @Test
  void uploadIsSentToAnotherServerWhenOneRefusesConnections() throws Exception {
    backend().server("dead", carrier.uri(FreePort.find()));
    start((request, response, callback) -> Content.copy(request, response, callback));

    for (int i = 0; i < 4; i++) {
      Client client = connect().request("POST /", "Content-Length: 5").send("hello");
      Client.Head head = client.head();
      assertEquals(200, head.status());
      assertEquals("hello", client.content(head));
    }
  }

  @Test
  void serverThatNeverShakesHandsGivesServiceUnavailable() throws Exception {
    backend().setConnectTimeout("300ms");
    backend().setRetries(0);
    // Connections are made by the system, but nobody answers on them.
    ServerSocket silent = open(new ServerSocket(0, 10, InetAddress.getByName("localhost")));
    backend().server("s", carrier.uri(silent.getLocalPort()));
    startRouter();

    assertEquals(503, connect().request("GET /").head().status());
  }

  @Test
  void clientThatLeavesBeforeTheHandshakeEndsTheConnection() throws Exception {
    ServerSocket silent = open(new ServerSocket(0, 10, InetAddress.getByName("localhost")));
    backend().server("s", carrier.uri(silent.getLocalPort()));
    startRouter();
    Client client = connect().request("GET /");
    await().until(() -> router.backend().inFlight() == 1);

    client.reset();

    await().atMost(SOON).until(() -> router.backend().inFlight() == 0);
    // A connection that is being made may be of use to the next request, up to its own timeout.
    silent.close();
  }

  @Test
  void serverThatKeepsSilentGivesGatewayTimeout() throws Exception {
    backend().setServerTimeout("300ms");
    start((request, response, callback) -> {});

    assertEquals(504, connect().request("GET /").head().status());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void timeOfASlowClientIsNotTheServers() throws Exception {
    backend().setServerTimeout("3s");
    start((request, response, callback) -> Content.copy(request, response, callback));
    Client client = connect().request("POST /", "Transfer-Encoding: chunked").chunk("one");
    client.head();
    assertEquals("one", client.chunk());

    client.expectSilence(Duration.ofSeconds(5));
    client.chunk("two").send("0\r\n\r\n");

    assertEquals("two", client.chunks());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatStopsInTheMiddleTruncatesTheResponse() throws Exception {
    backend().setServerTimeout("3s");
    start(
        (request, response, callback) ->
            Content.Sink.write(response, false, "part", Callback.NOOP));

    Client client = connect().request("GET /");

    assertEquals(200, client.head().status());
    assertEquals("part", client.chunk());
    assertThrows(EOFException.class, client::chunks);
  }

  @Test
  void chunkedResponseThatBreaksOffIsTruncated() throws Exception {
    Queue<Callback> held = new ConcurrentLinkedQueue<>();
    start(
        (request, response, callback) -> {
          held.add(callback);
          Content.Sink.write(response, false, "part", Callback.NOOP);
        });

    Client client = connect().request("GET /");
    assertEquals(200, client.head().status());
    assertEquals("part", client.chunk());
    held.remove().failed(new Request.Handler.AbortException(new IOException("test")));

    assertThrows(EOFException.class, client::chunks);
  }

  @Test
  void responseOfDeclaredLengthThatBreaksOffIsTruncated() throws Exception {
    Queue<Callback> held = new ConcurrentLinkedQueue<>();
    start(
        (request, response, callback) -> {
          held.add(callback);
          response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 100);
          Content.Sink.write(response, false, "part", Callback.NOOP);
        });

    Client client = connect().request("GET /");
    assertEquals("100", client.head().field("Content-Length"));
    assertEquals("part", client.content(4));
    held.remove().failed(new Request.Handler.AbortException(new IOException("test")));

    assertEquals("", client.rest());
  }

  @Test
  void serverThatEndsWithoutAResponseGivesBadGateway() throws Exception {
    start(
        (request, response, callback) ->
            callback.failed(new Request.Handler.AbortException(new IOException("test"))));

    assertEquals(502, connect().request("POST /", "Content-Length: 0").head().status());
  }

  @Test
  void clientThatLeavesWhileItWaitsEndsTheRequestToTheServer() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    start(
        (request, response, callback) ->
            request.addFailureListener(x -> failures.incrementAndGet()));
    Client client = connect().request("GET /");
    await().until(() -> backEnd.requests() == 1);

    client.reset();

    await().atMost(SOON).until(() -> router.backend().inFlight() == 0);
    if (carrier == Carrier.H2C) {
      await().atMost(SOON).until(() -> failures.get() == 1);
    } else {
      await().atMost(SOON).until(() -> router.backend().connections() == 0);
    }
  }

  @Test
  void clientThatLeavesInTheMiddleOfItsContentEndsTheRequestToTheServer() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    start(
        (request, response, callback) ->
            Content.Source.consumeAll(request, Callback.from(() -> {}, failures::add)));
    Client client = connect().request("POST /", "Content-Length: 100").send("half");
    await().until(() -> backEnd.requests() == 1);

    client.reset();

    await().atMost(SOON).until(() -> router.backend().inFlight() == 0);
    await().atMost(SOON).until(() -> failures.size() == 1);
  }

  @Test
  void clientThatLeavesInTheMiddleOfTheResponseEndsTheRequestToTheServer() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    start((request, response, callback) -> writeForever(response, failures));
    Client client = connect().request("GET /");
    client.head();
    client.skip(1_000_000);

    client.reset();

    await().atMost(SOON).until(() -> router.backend().inFlight() == 0);
    await().atMost(SOON).until(() -> failures.size() == 1);
  }

  private static void writeForever(Response response, Queue<Throwable> failures) {
    Callback again = Callback.from(() -> writeForever(response, failures), failures::add);
    response.write(false, BufferUtil.allocate(16_384).clear(), again);
  }

  @Test
  void finalResponseBeforeTheEndOfTheContentIsRelayed() throws Exception {
    start(
        (request, response, callback) -> {
          response.setStatus(413);
          Content.Sink.write(response, true, "too large", callback);
        });
    Client client = connect().request("POST /", "Content-Length: 100").send("some");

    Client.Head head = client.head();

    assertEquals(413, head.status());
    assertEquals("too large", client.content(9));
  }

  @Test
  void queueIsServedInTurnAndSlotsAreGivenBack() throws Exception {
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    BackendConfig backend = backend();
    start(
        (request, response, callback) ->
            held.add(() -> Content.Sink.write(response, true, "ok", callback)));
    router.close();
    backend.servers().get(0).setMaxConnections(1);
    startRouter();
    Client first = connect().request("GET /1");
    await().until(() -> held.size() == 1);
    Client second = connect().request("GET /2");
    await().until(() -> router.backend().queued() == 1);

    held.remove().run();
    assertEquals(200, first.head().status());
    await().until(() -> held.size() == 1);
    held.remove().run();

    assertEquals(200, second.head().status());
    assertEquals(0, router.backend().queued());
  }
}
