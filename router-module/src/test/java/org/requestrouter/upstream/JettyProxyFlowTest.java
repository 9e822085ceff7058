package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** A slow side stops the other, and the router keeps little in between. */
class JettyProxyFlowTest extends CarrierTest {
  private static final int SIZE = 120_000_000;

  /** What all sockets on the way may take up: Linux may let two buffers grow to some 37 MB each. */
  private static final int SYSTEM = 80_000_000;

  private static final int ROUTER = 4_000_000;

  @Test
  void largeResponseWaitsForASlowReader() throws Exception {
    AtomicLong written = new AtomicLong();
    start(
        (request, response, callback) -> {
          response.getHeaders().put(HttpHeader.CONTENT_LENGTH, SIZE);
          write(response, written, callback);
        });

    Client client = open(new Client(router.port(), 16_384)).request("GET /");
    assertEquals(200, client.head().status());
    awaitStandstill(written);

    assertTrue(written.get() < SYSTEM, () -> "written: " + written);
    assertTrue(router.bufferMemory() < ROUTER, () -> "memory: " + router.bufferMemory());
    await().until(() -> router.busyThreads() == 0);
    client.skip(SIZE);
    // What arrives at the client may be faster than the news that it is written.
    await().until(() -> written.get() == SIZE);
    assertTrue(router.bufferMemory() < ROUTER, () -> "memory: " + router.bufferMemory());
  }

  private static void write(Response response, AtomicLong written, Callback callback) {
    int length = (int) Math.min(65_536, SIZE - written.get());
    Callback next =
        Callback.from(
            () -> {
              if (written.addAndGet(length) < SIZE) {
                write(response, written, callback);
              } else {
                callback.succeeded();
              }
            },
            callback::failed);
    response.write(
        written.get() + length == SIZE, BufferUtil.allocate(length).clear().limit(length), next);
  }

  @Test
  void largeUploadWaitsForASlowServer() throws Exception {
    CompletableFuture<Runnable> reading = new CompletableFuture<>();
    AtomicLong read = new AtomicLong();
    start(
        (request, response, callback) ->
            reading.complete(() -> read(request, response, read, callback)));
    Client client = connect().request("POST /", "Content-Length: " + SIZE);
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));
    awaitStandstill(sent);

    assertTrue(sent.get() < SYSTEM, () -> "sent: " + sent);
    assertTrue(router.bufferMemory() < ROUTER, () -> "memory: " + router.bufferMemory());
    await().until(() -> router.busyThreads() == 0);
    reading.get().run();

    sending.get();
    assertEquals(200, client.head().status());
    assertEquals(SIZE, read.get());
  }

  private static void send(Client client, AtomicLong sent) {
    byte[] block = new byte[50_000];
    try {
      while (sent.get() < SIZE) {
        client.send(block);
        sent.addAndGet(block.length);
      }
    } catch (IOException x) {
      throw new java.io.UncheckedIOException(x);
    }
  }

  private static void read(Request request, Response response, AtomicLong read, Callback callback) {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(() -> read(request, response, read, callback));
        return;
      }
      read.addAndGet(chunk.remaining());
      chunk.release();
      if (chunk.isLast()) {
        Content.Sink.write(response, true, "ok", callback);
        return;
      }
    }
  }

  /** Waits until the count has not changed for a while. */
  private static void awaitStandstill(AtomicLong count) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(TestRouter.STEP)
        .until(() -> count.get() > 0 && last.getAndSet(count.get()) == count.get());
  }
}
