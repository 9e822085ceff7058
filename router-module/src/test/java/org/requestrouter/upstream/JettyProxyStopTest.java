package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What becomes of requests that Jetty's proxies carry when the server stops gracefully. */
class JettyProxyStopTest extends CarrierTest {
  private static final long LONG = 30_000;

  /** A request that the server holds, for the test to answer. */
  private record Held(Response response, Callback callback) {
    void write(boolean last, String text) throws IOException {
      if (last) {
        Content.Sink.write(response, true, text, callback);
        return;
      }
      // To its end: the next must not meet it.
      try (Blocker.Callback written = Blocker.callback()) {
        Content.Sink.write(response, false, text, written);
        written.block();
      }
    }
  }

  private int limit;
  private final Queue<Held> held = new ConcurrentLinkedQueue<>();

  private void start(String hold, long stopTimeout) throws Exception {
    start((request, response, callback) -> held.add(new Held(response, callback)));
    // Only now are they known which the test starts with.
    router.server().stop();
    backend().servers().get(0).setMaxConnections(limit);
    router.router().setStopHold(hold);
    router.server().setStopTimeout(stopTimeout);
    GracefulHandler graceful = new GracefulHandler();
    graceful.setShutdownIdleTimeout(LONG);
    router.server().insertHandler(graceful);
    router.server().start();
  }

  private Held next() {
    await().atMost(TestRouter.STEP).until(() -> !held.isEmpty());
    return held.remove();
  }

  private CompletableFuture<Long> stop() {
    long begin = System.nanoTime();
    CompletableFuture<Long> stopped =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                router.server().stop();
              } catch (Exception x) {
                throw new IllegalStateException(x);
              }
              return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            });
    await()
        .atMost(TestRouter.STEP)
        .until(() -> router.router().isShutdown() || !router.server().isRunning());
    return stopped;
  }

  private static void assertBeforeTheTimeout(CompletableFuture<Long> stopped) throws Exception {
    assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS) < LONG * 2 / 3);
  }

  private static void assertRefused(Client client) throws IOException {
    Client.Head head = client.head();
    assertEquals(503, head.status());
    assertEquals("1", head.field("Retry-After"));
    assertEquals("close", head.field("Connection"));
    client.rest();
    client.close();
  }

  @Test
  void heldRequestIsRefusedAndAResponseInProgressCompleted() throws Exception {
    start("100ms", LONG);
    Client download = connect().request("GET /download");
    Held downloaded = next();
    downloaded.write(false, "half");
    Client.Head head = download.head();
    assertEquals("half", download.chunk());
    Client poll = connect().request("GET /poll");
    next();
    CompletableFuture<Long> stopped = stop();
    assertRefused(poll);
    downloaded.write(true, "whole");
    assertEquals(200, head.status());
    assertEquals("whole", download.chunks());
    download.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void heldRequestThatIsAnsweredWithinTheHoldGetsItsAnswer() throws Exception {
    start("20s", LONG);
    Client poll = connect().request("GET /poll");
    Held polled = next();
    CompletableFuture<Long> stopped = stop();
    polled.write(true, "news");
    assertEquals("news", poll.content(poll.head()));
    poll.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void requestInTheQueueIsServedWithinTheHold() throws Exception {
    backend().setQueueTimeout("20s");
    limit = 1;
    start("20s", LONG);
    Client first = connect().request("GET /first");
    Held served = next();
    Client waiting = connect().request("GET /waiting");
    await().atMost(TestRouter.STEP).until(() -> router.backend().queued() == 1);
    CompletableFuture<Long> stopped = stop();
    served.write(true, "first");
    assertEquals("first", first.content(first.head()));
    next().write(true, "second");
    assertEquals("second", waiting.content(waiting.head()));
    first.close();
    waiting.close();
    assertBeforeTheTimeout(stopped);
  }

  @Test
  void connectionsThatAreNotUsedDelayNothing() throws Exception {
    start("20s", LONG);
    Client client = connect().request("GET /");
    next().write(true, "ok");
    assertEquals("ok", client.content(client.head()));
    client.close();
    await().until(() -> router.backend().connections() == 1);
    assertBeforeTheTimeout(stop());
  }

  @Test
  void responseStillInProgressAtTheDeadlineIsTruncated() throws Exception {
    start("100ms", 2000);
    Client client = connect().request("GET /download");
    next().write(false, "half");
    assertEquals(200, client.head().status());
    assertEquals("half", client.chunk());
    CompletableFuture<Long> stopped = stop();
    assertThrows(IOException.class, client::chunks);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> stopped.get(LONG, TimeUnit.MILLISECONDS));
    assertTrue(failure.getCause().getCause() instanceof TimeoutException, failure::toString);
  }
}
