package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.protocol.Wire;

/** Flow control of HTTP/2 reaches through the router: a slow side stops the other. */
class Http2FlowTest extends WayTest {
  private static final int BLOCK = 64 * 1024;
  private static final String CONTENT = "x".repeat(BLOCK);

  private static final long ROUTER = 6_000_000;

  /** What may be on the way: the windows of both sides, and the buffers of the system's sockets. */
  private static long limit(Back back) {
    return back == Back.H2C ? 2_000_000 : 16_000_000;
  }

  /** More than that. */
  private static long size(Back back) {
    return (back == Back.H2C ? 64 : 320) * (long) BLOCK;
  }

  @ParameterizedTest
  @EnumSource(
      value = Back.class,
      names = {"HTTP_1_1", "HTTPS", "H2C"})
  void slowClientStopsTheServer(Back back) throws Exception {
    Way way = way(Front.H2C, back);
    String target = way.target();
    End asked = connect(Front.H2C).send(new Request("GET", target, 0));
    End server = way.accept(target);
    server.respond(200, size(back));
    assertEquals(200, asked.head().status());

    carry(back, server, asked);

    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Back.class,
      names = {"HTTP_1_1", "HTTPS", "H2C"})
  void slowServerStopsTheClient(Back back) throws Exception {
    Way way = way(Front.H2C, back);
    String target = way.target();
    End asked = connect(Front.H2C).send(new Request("PUT", target, size(back)));
    End server = way.accept(target);

    carry(back, asked, server);

    answer(server);
    assertEquals(200, asked.head().status());
  }

  /** Sends while nothing is read, until it stands still; then reads it all. */
  private static void carry(Back back, End sender, End receiver) throws Exception {
    long size = size(back);
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(sender, size, sent));
    awaitStandstill(sent);

    assertTrue(sent.get() < limit(back), () -> "sent: " + sent);
    assertTrue(entrance().bufferMemory() < ROUTER, () -> "memory: " + entrance().bufferMemory());
    await().atMost(Wire.STEP).until(() -> entrance().busyThreads() == 0);

    for (long read = 0; read < size; read += BLOCK) {
      receiver.expect(CONTENT);
    }
    receiver.expectFinish();
    sending.get();
    assertTrue(entrance().bufferMemory() < ROUTER, () -> "memory: " + entrance().bufferMemory());
  }

  private static void send(End sender, long size, AtomicLong sent) {
    try {
      while (sent.get() < size) {
        sender.write(CONTENT);
        sent.addAndGet(BLOCK);
      }
      sender.finish();
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** Waits until the count has not changed for a while. */
  private static void awaitStandstill(AtomicLong count) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Wire.STEP)
        .until(() -> count.get() > 0 && last.getAndSet(count.get()) == count.get());
  }
}
