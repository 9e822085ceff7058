package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
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
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.NanoTime;
import org.junit.jupiter.api.Test;

/**
 * Clients that send whenever the server timeout is just about to be looked at. A server has the
 * whole timeout from what the client has sent last, so that a failure before that is a wrong one.
 * On a machine that stalls a server may be too slow indeed: then that client begins anew.
 */
class ClientPaceTest extends CarrierTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final long JITTER = TimeUnit.MICROSECONDS.toNanos(500);
  private static final int CLIENTS = 100;
  private static final int ROUNDS = 10;

  private final Queue<Duration> early = new ConcurrentLinkedQueue<>();

  @Test
  void clientAtThePaceOfTheServerTimeoutIsNotTakenForTheServer() throws Exception {
    backend().setServerTimeout(TIMEOUT.toMillis() + "ms");
    start((request, response, callback) -> Content.copy(request, response, callback));
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Pacer pacer = new Pacer(connect());
      // One after the other: connections that are all made at once are slow.
      pacer.goesOn();
      clients.add(() -> keepPace(pacer));
    }
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (var client : threads.invokeAll(clients)) {
        client.get();
      }
    } finally {
      threads.shutdown();
    }

    assertEquals(List.of(), List.copyOf(early));
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
    private final Client client;
    private boolean begun;
    private Duration before = Duration.ZERO;

    Pacer(Client client) throws IOException {
      this.client = client.request("POST /", "Transfer-Encoding: chunked");
    }

    /** Sends a chunk; false if its echo does not come. */
    boolean goesOn() throws IOException {
      long sent = NanoTime.now();
      try {
        client.chunk("x");
        if (!begun && client.head().status() != 200) {
          throw new EOFException("no response");
        }
        begun = true;
        assertEquals("x", client.chunk());
        before = Duration.ofNanos(NanoTime.since(sent));
        return true;
      } catch (EOFException | SocketException x) {
        Duration given = Duration.ofNanos(NanoTime.since(sent));
        // Late news of an end that was decided on before the last echo is not early.
        if (given.compareTo(TIMEOUT) < 0 && before.compareTo(TIMEOUT) < 0) {
          early.add(given);
        }
        return false;
      }
    }
  }
}
