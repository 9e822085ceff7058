package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.requestrouter.Alone;

/** Many exchanges that end in every way on either side leave nothing behind. */
@Alone
class EnduranceTest extends ProtocolTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 250;
  private static final long SEED = 20_240_601;

  /** Runs one task per client, each with a random of its own, and throws what they threw. */
  private static void inParallel(RandomTask task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED + i);
        tasks.add(
            () -> {
              for (int request = 0; request < REQUESTS; request++) task.run(random);
              return null;
            });
      }
      for (Future<Void> result : threads.invokeAll(tasks)) result.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private interface RandomTask {
    void run(Random random) throws Exception;
  }

  private void assertServedSoon() throws IOException {
    router.awaitQuiet();
    // The first may meet an idle connection that the back end ends at this moment.
    RawClient client = connect();
    long start = System.nanoTime();
    assertEquals(200, client.get("/steady").readResponse().status());
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(SOON) < 0, "took " + taken);
  }

  private static void serveRandomly(Wire connection, Random random) throws IOException {
    while (true) {
      Message request = connection.readRequest();
      switch (request.head().target().equals("/steady") ? 0 : random.nextInt(6)) {
        case 0, 1 -> connection.send(RawServer.OK);
        case 2 -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
          return;
        }
        case 3 -> {
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
          connection.leave(Wire.End.RESET);
          return;
        }
        case 4 -> {
          connection.leave(Wire.End.RESET);
          return;
        }
        default -> {
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          connection.send("4\r\nwhol\r\n");
          connection.send("1\r\ne\r\n0\r\n\r\n");
        }
      }
    }
  }

  private void requestRandomly(Random random) throws IOException {
    try (RawClient client = RawClient.connect(router.port())) {
      int kind = random.nextInt(4);
      if (kind == 0) client.get("/");
      else client.request("POST /", "Content-Length: 10");
      if (kind > 1) client.send("0123456789");
      // Who has not sent all has nothing to wait for.
      switch (kind == 1 ? random.nextInt(2) : random.nextInt(4)) {
        case 0 -> client.leave(Wire.End.RESET);
        case 1 -> client.leave(Wire.End.FIN);
        case 2 -> client.read();
        default -> {
          client.read();
          client.leave(Wire.End.RESET);
        }
      }
    }
  }

  @Test
  void exchangesThatAreAbortedOnBothSidesAtRandomLeaveNothingBehind() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("8s");
          routing.setClientTimeout("8s");
        });
    upstream.serve((connection, index) -> serveRandomly(connection, new Random(SEED + index)));
    inParallel(
        random -> {
          try {
            requestRandomly(random);
          } catch (IOException e) {
            // Ended by the router or the back end, as intended.
          }
        });
    assertServedSoon();
  }

  private static void serveEndlessly(Wire connection) throws IOException {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    while (true) {
      Message request = connection.readRequest();
      if (request.head().target().equals("/steady")) {
        connection.send(RawServer.OK);
        continue;
      }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      while (true) connection.send(chunk);
    }
  }

  @Test
  void halfReadChunkedDownloadsThatAreAbortedLeaveNothingBehind() throws Exception {
    start();
    upstream.serve((connection, index) -> serveEndlessly(connection));
    inParallel(
        random -> {
          try (RawClient client = RawClient.connect(router.port())) {
            client.get("/");
            client.readResponseHead(200).skip(1 + random.nextInt(20_000));
            client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
          }
        });
    assertServedSoon();
  }

  @Test
  void responsesOfManyClientsAreNeverMixedUp() throws Exception {
    start();
    upstream.serve(
        (connection, index) -> {
          while (true) {
            String target = connection.readRequest().head().target();
            String length = "Content-Length: " + target.length();
            connection.send("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n" + target);
          }
        });
    inParallel(
        random -> {
          try (RawClient client = RawClient.connect(router.port())) {
            for (int i = 0; i < 20; i++) {
              String target = "/" + Long.toHexString(random.nextLong());
              assertEquals(target, client.get(target).readResponse().content());
            }
          }
        });
  }
}
