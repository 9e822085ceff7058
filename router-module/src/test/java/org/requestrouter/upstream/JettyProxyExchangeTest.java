package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that end well. */
class JettyProxyExchangeTest extends CarrierTest {

  private static void answer(Response response, Callback callback, String text) {
    Content.Sink.write(response, true, text, callback);
  }

  @Test
  void getIsAnswered() throws Exception {
    start(
        (request, response, callback) ->
            answer(
                response,
                callback,
                request.getMethod() + " " + request.getHttpURI().getPathQuery()));

    Client client = connect().request("GET /a/b?c=d");
    Client.Head head = client.head();

    assertEquals(200, head.status());
    assertEquals("GET /a/b?c=d", client.content(Integer.parseInt(head.field("Content-Length"))));
  }

  @Test
  void connectionsAreUsedAgain() throws Exception {
    start((request, response, callback) -> answer(response, callback, "ok"));

    Client client = connect();
    for (int i = 0; i < 20; i++) {
      client.request("GET /").head();
      assertEquals("ok", client.content(2));
    }

    assertEquals(20, backEnd.requests());
    // A client may ask again before the router has given the connection back.
    assertTrue(backEnd.connections() <= 3, backEnd.connections() + " connections");
    await().until(() -> router.backend().idleConnections() == router.backend().connections());
  }

  @Test
  void unusedConnectionIsClosedAfterTheKeepAliveTimeout() throws Exception {
    backend().setKeepAliveTimeout("200ms");
    start((request, response, callback) -> answer(response, callback, "ok"));

    connect().request("GET /").head();

    await().until(() -> router.backend().connections() == 0);
    await().until(() -> backEnd.connections() == 0);
  }

  @Test
  void contentStreamsBothWaysAtOnce() throws Exception {
    start((request, response, callback) -> Content.copy(request, response, callback));

    Client client = connect().request("POST /echo", "Transfer-Encoding: chunked");
    client.chunk("first");
    assertEquals(200, client.head().status());
    assertEquals("first", client.chunk());
    for (int i = 0; i < 10; i++) {
      client.chunk("more" + i);
      assertEquals("more" + i, client.chunk());
    }
    client.send("0\r\n\r\n");

    assertEquals("", client.chunks());
  }

  @Test
  void contentOfDeclaredLengthIsSent() throws Exception {
    start(
        (request, response, callback) ->
            answer(
                response, callback, request.getLength() + ":" + Content.Source.asString(request)));

    Client client = connect().request("PUT /", "Content-Length: 5").send("hello");
    client.head();

    assertEquals("5:hello", client.content(7));
  }

  @Test
  void longPollsHoldNoThreadAndOutliveTheKeepAliveTimeout() throws Exception {
    backend().setKeepAliveTimeout("100ms");
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    start((request, response, callback) -> held.add(() -> answer(response, callback, "released")));
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      clients.add(connect().request("GET /poll/" + i));
    }
    await().until(() -> held.size() == 30);

    await()
        .during(Duration.ofMillis(500))
        .atMost(TestRouter.STEP)
        .until(() -> router.backend().inFlight() == 30 && router.busyThreads() == 0);
    assertEquals(30, router.backend().servers().get(0).upstream().waitingLongerThan(0));
    held.forEach(Runnable::run);

    for (Client client : clients) {
      assertEquals(200, client.head().status());
      assertEquals("released", client.content(8));
    }
  }

  @Test
  void eventsArriveOneByOneAfterTheHeader() throws Exception {
    CompletableFuture<Response> stream = new CompletableFuture<>();
    start(
        (request, response, callback) -> {
          response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
          response.write(
              false, BufferUtil.EMPTY_BUFFER, Callback.from(() -> stream.complete(response)));
        });

    Client client = connect().request("GET /events");
    assertEquals("text/event-stream", client.head().field("Content-Type"));
    for (int i = 0; i < 5; i++) {
      // What arrives at the client may be faster than the news that it is written.
      Callback.Completable written = new Callback.Completable();
      Content.Sink.write(within(stream), false, "data: " + i + "\n\n", written);
      assertEquals("data: " + i + "\n\n", client.chunk());
      within(written);
    }
    within(stream).write(true, BufferUtil.EMPTY_BUFFER, Callback.NOOP);

    assertEquals("", client.chunks());
  }

  private static <T> T within(CompletableFuture<T> step) throws Exception {
    return step.get(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 304})
  void responseWithoutContentEndsAtItsHeader(int status) throws Exception {
    start(
        (request, response, callback) -> {
          response.setStatus(status);
          if (status != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 1234);
          }
          response.getHeaders().put("X-Kept", "yes");
          callback.succeeded();
        });

    Client client = connect();
    for (int i = 0; i < 2; i++) {
      client.request((status == 200 ? "HEAD" : "GET") + " /");
      Client.Head head = client.head();
      assertEquals(status, head.status());
      assertEquals("yes", head.field("X-Kept"));
      assertEquals(status == 204 ? null : "1234", head.field("Content-Length"));
    }
  }

  @Test
  void headOfUnknownLengthDeclaresNone() throws Exception {
    start(
        (request, response, callback) -> {
          response.write(false, BufferUtil.EMPTY_BUFFER, callback);
        });

    Client.Head head = connect().request("HEAD /").head();

    assertEquals(200, head.status());
    assertNull(head.field("Content-Length"));
  }

  @Test
  void trailersOfTheResponseAreRelayed() throws Exception {
    start(
        (request, response, callback) -> {
          HttpFields trailers = HttpFields.build().put("X-Sum", "42");
          response.setTrailersSupplier(() -> trailers);
          Callback first = Callback.from(() -> answer(response, callback, "tent"));
          Content.Sink.write(response, false, "con", first);
        });

    Client client = connect().request("GET /");
    client.head();

    assertEquals("content", client.chunks());
    assertEquals("42", new Client.Head("", client.fields()).field("X-Sum"));
  }

  @Test
  void trailersOfTheRequestAreRelayed() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    start(
        (request, response, callback) -> {
          readTrailers(request, received);
          callback.succeeded();
        });

    Client client = connect().request("POST /", "Transfer-Encoding: chunked");
    client.chunk("content").send("0\r\nX-Sum: 42\r\n\r\n");

    assertEquals(200, client.head().status());
    assertEquals("x-sum=42", received.remove());
  }

  private static void readTrailers(Request request, Queue<String> received) {
    Content.Chunk chunk;
    do {
      chunk = request.read();
      if (chunk instanceof Trailers trailers) {
        trailers
            .getTrailers()
            .forEach(f -> received.add(f.getLowerCaseName() + "=" + f.getValue()));
      }
      if (chunk != null) {
        chunk.release();
      } else {
        Thread.onSpinWait();
      }
    } while (chunk == null || !chunk.isLast());
  }

  @Test
  void interimResponsesAreRelayed() throws Exception {
    start(
        (request, response, callback) -> {
          HttpFields hints = HttpFields.build().put("Link", "</style.css>");
          response
              .writeInterim(103, hints)
              .thenCompose(done -> response.writeInterim(103, hints))
              .whenComplete((done, failure) -> answer(response, callback, "final"));
        });

    Client client = connect().request("GET /");

    for (int i = 0; i < 2; i++) {
      Client.Head hints = client.head();
      assertEquals(103, hints.status());
      assertEquals("</style.css>", hints.field("Link"));
    }
    assertEquals(200, client.head().status());
    assertEquals("final", client.content(5));
  }

  @Test
  void clientIsToldToContinueByTheServerOnly() throws Exception {
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    start(
        (request, response, callback) -> held.add(() -> Content.copy(request, response, callback)));
    Client client = connect().request("POST /", "Content-Length: 5", "Expect: 100-continue");
    await().until(() -> held.size() == 1);
    client.expectSilence(Duration.ofMillis(200));

    held.remove().run();

    assertEquals(100, client.head().status());
    client.send("hello");
    assertEquals(200, client.head().status());
    assertEquals("hello", client.chunks());
  }

  @Test
  void contentIsNotAskedForWhenTheServerRefusesIt() throws Exception {
    start(
        (request, response, callback) -> {
          response.setStatus(417);
          response.getHeaders().put(HttpHeader.CONNECTION, "close");
          answer(response, callback, "no");
        });

    Client client = connect().request("POST /", "Content-Length: 5", "Expect: 100-continue");

    assertEquals(417, client.head().status());
    assertEquals("no", client.content(2));
  }
}
