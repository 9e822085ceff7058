package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** The router's comments in streams of events that Jetty's HTTP client carries. */
class CarriedEventStreamTest extends CarrierTest {
  private static final int EVENTS = 200;

  private final BlockingQueue<Response> streams = new LinkedBlockingQueue<>();

  private void startStreams(String interval) throws Exception {
    backend().setEventStreamKeepAlive(interval);
    start(
        (request, response, callback) -> {
          response.getHeaders().put("Content-Type", "text/event-stream");
          response.write(false, null, Callback.NOOP);
          request.addFailureListener(callback::failed);
          streams.add(response);
        });
  }

  private static void send(Response response, boolean last, String event) throws Exception {
    try (Blocker.Callback written = Blocker.callback()) {
      Content.Sink.write(response, last, event, written);
      written.block();
    }
  }

  private Response stream() throws InterruptedException {
    return streams.poll(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void quietStreamGetsCommentsBetweenItsEvents() throws Exception {
    startStreams("50ms");
    Client client = connect().request("GET /events");
    assertEquals(200, client.head().status());
    for (int i = 0; i < 3; i++) {
      assertEquals(":\n", client.chunk());
    }
    Response response = stream();
    for (int i = 0; i < 5; i++) {
      send(response, false, "data: " + i + "\n\n");
      String chunk = client.chunk();
      while (chunk.equals(":\n")) {
        chunk = client.chunk();
      }
      assertEquals("data: " + i + "\n\n", chunk);
      assertEquals(":\n", client.chunk());
    }
    client.reset();
  }

  @Test
  void commentsMeetEventsAtAnyMomentAndHarmNone() throws Exception {
    startStreams("1ms");
    Client client = connect().request("GET /events");
    client.head();
    Response response = stream();
    Thread server =
        new Thread(
            () -> {
              for (int i = 0; i < EVENTS; i++) {
                LockSupport.parkNanos((i * 7919L) % 3_000_000);
                try {
                  send(response, i == EVENTS - 1, "data: " + i + "\n\n");
                } catch (Exception x) {
                  return;
                }
              }
            });
    server.start();
    String all = client.chunks();
    server.join();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      expected.append("data: ").append(i).append("\n\n");
    }
    assertEquals(expected.toString(), all.replace(":\n", ""));
    assertTrue(all.length() > expected.length() + 20, "few comments: " + all.length());
  }

  @Test
  void commentsAreNoNewsOfTheServer() throws Exception {
    backend().setServerTimeout("1s");
    startStreams("50ms");
    Client client = connect().request("GET /events");
    client.head();
    StringBuilder comments = new StringBuilder();
    try {
      while (true) {
        comments.append(client.chunk());
      }
    } catch (EOFException expected) {
      assertEquals("", comments.toString().replace(":\n", ""));
    }
    assertTrue(comments.length() > 6, comments.length() + " bytes");
    await().atMost(TestRouter.STEP).until(() -> router.backend().inFlight() == 0);
  }

  @Test
  void serverThatBreaksOffEndsTheCommentsToo() throws Exception {
    startStreams("20ms");
    Client client = connect().request("GET /events");
    client.head();
    assertEquals(":\n", client.chunk());
    backEnd.close();
    try {
      while (client.chunk() != null) {
        // Comments that were on their way.
      }
    } catch (EOFException expected) {
      await().atMost(TestRouter.STEP).until(() -> router.backend().inFlight() == 0);
    }
  }
}
