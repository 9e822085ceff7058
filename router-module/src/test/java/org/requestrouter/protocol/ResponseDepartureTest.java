package org.requestrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Clients that leave at any moment of odd responses, which may come in two pieces. */
class ResponseDepartureTest extends ProtocolTest {
  private static final long SEED = Long.getLong("corpus.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;
  private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(1500);
  private static final char END = 4;

  /** Whatever becomes of them: the check that nothing is left comes after each test. */
  @Test
  void nothingIsLeftOfThem() throws Exception {
    System.out.println("corpus.seed=" + SEED);
    start();
    List<Corpus.Case> cases = Corpus.read("responses.txt");
    upstream.serve((connection, index) -> serve(connection, cases, new Random(SEED + index)));
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED - i);
        clients.add(threads.submit(() -> askAndLeave(random)));
      }
      for (Future<?> client : clients) client.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void serve(Wire connection, List<Corpus.Case> cases, Random random)
      throws IOException {
    while (true) {
      connection.readRequest();
      String message = cases.get(random.nextInt(cases.size())).message();
      boolean ends = message.charAt(message.length() - 1) == END;
      String sent = ends ? message.substring(0, message.length() - 1) : message;
      int cut = random.nextBoolean() ? 0 : random.nextInt(sent.length() + 1);
      connection.send(sent.substring(0, cut));
      if (cut > 0) pause(random);
      connection.send(sent.substring(cut));
      if (ends) return;
    }
  }

  private Void askAndLeave(Random random) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      RawClient client = RawClient.connect(router.port());
      try {
        client.get("/");
        if (random.nextBoolean()) {
          pause(random);
          client.get("/");
        }
        pause(random);
        if (random.nextBoolean()) client.read();
      } catch (IOException refused) {
        // Its connection may be closed before it has sent or read all.
      } finally {
        client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      }
    }
    return null;
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE));
  }
}
