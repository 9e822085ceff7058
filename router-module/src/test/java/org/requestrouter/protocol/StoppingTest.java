package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Starts the router in a server that stops gracefully. */
abstract class StoppingTest extends ProtocolTest {
  static final long LONG = 30_000;

  void start(String hold, long stopTimeout) throws Exception {
    start(hold, stopTimeout, (routing, backend, server) -> {});
  }

  /** As the module graceful prepares a server, but clients may be idle for as long as they like. */
  void start(String hold, long stopTimeout, RouterFixture.Setup setup) throws Exception {
    start(
        setup,
        (server, router) -> {
          router.setStopHold(hold);
          server.setStopTimeout(stopTimeout);
          GracefulHandler graceful = new GracefulHandler();
          graceful.setShutdownIdleTimeout(LONG);
          server.insertHandler(graceful);
        });
  }

  /** Stops the server, and says after how many milliseconds it had. */
  CompletableFuture<Long> stop() {
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
    await().atMost(Wire.STEP).until(() -> router.connector().isShutdown());
    return stopped;
  }

  static void assertBeforeTheTimeout(CompletableFuture<Long> stopped) throws Exception {
    assertTrue(stopped.get(LONG, TimeUnit.MILLISECONDS) < LONG * 2 / 3);
  }

  Wire ask(RawClient client, String target) throws IOException {
    client.get(target);
    Wire server = upstream.accept();
    assertEquals(target, server.readRequest().head().target());
    return server;
  }

  static void assertRefused(Message response) {
    assertEquals(503, response.status());
    assertEquals("1", response.head().list("Retry-After"));
    assertEquals("close", response.head().list("Connection"));
  }
}
