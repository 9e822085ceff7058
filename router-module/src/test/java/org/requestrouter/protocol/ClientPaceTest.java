package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that send whenever the server timeout is just about to be looked at. A server has the
 * whole timeout from what the client has sent last, so that a failure before that is a wrong one.
 * On a machine that stalls a server may be too slow indeed: then that client begins anew.
 */
class ClientPaceTest extends ProtocolTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final long JITTER = TimeUnit.MICROSECONDS.toNanos(500);
  private static final int CLIENTS = 100;
  private static final int ROUNDS = 10;
  private static final String CHUNK = "1\r\nx\r\n";

  private final Queue<Duration> early = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void oneContextOfTheServletIsEnoughToWaitIn() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
  }

  @Test
  void clientAtThePaceOfTheServerTimeoutIsNotTakenForTheServer() throws Exception {
    start((routing, backend, server) -> backend.setServerTimeout(TIMEOUT.toMillis() + "ms"));
    upstream.serve(ClientPaceTest::echo);
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Pacer pacer = new Pacer(connect());
      // One after the other: connections that are all made at once are slow.
      pacer.goesOn();
      clients.add(() -> keepPace(pacer));
    }
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (var client : threads.invokeAll(clients)) client.get();
    } finally {
      threads.shutdown();
    }
    assertEquals(List.of(), List.copyOf(early));
  }

  private static void echo(Wire connection, int index) throws IOException {
    ContentReader content = ContentReader.ofRequest(connection, connection.readHead());
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (content.next() == 'x') connection.send(CHUNK);
  }

  private Void keepPace(Pacer begun) throws Exception {
    Pacer pacer = begun;
    for (int round = 0; round < ROUNDS; round++) {
      long jitter = ThreadLocalRandom.current().nextLong(2 * JITTER) - JITTER;
      LockSupport.parkNanos(TIMEOUT.toNanos() + jitter);
      if (!pacer.goesOn()) {
        pacer.client.close();
        pacer = new Pacer(connect());
      }
    }
    return null;
  }

  private final class Pacer {
    private final RawClient client;
    private ContentReader content;
    private Duration before = Duration.ZERO;

    Pacer(RawClient client) throws IOException {
      this.client = client.request("POST /", "Transfer-Encoding: chunked");
    }

    /** Sends a chunk; false if its echo does not come. */
    boolean goesOn() {
      long sent = System.nanoTime();
      try {
        client.send(CHUNK);
        if (content == null) content = ContentReader.ofResponse(client, head(), "GET");
        content.expect("x");
        before = Duration.ofNanos(System.nanoTime() - sent);
        return true;
      } catch (IOException e) {
        Duration given = Duration.ofNanos(System.nanoTime() - sent);
        // Late news of an end that was decided on before the last echo is not early.
        if (given.compareTo(TIMEOUT) < 0 && before.compareTo(TIMEOUT) < 0) early.add(given);
        return false;
      }
    }

    private Head head() throws IOException {
      Head head = client.readHead();
      if (head.status() != 200) throw new EOFException("no response: " + head);
      return head;
    }
  }
}
