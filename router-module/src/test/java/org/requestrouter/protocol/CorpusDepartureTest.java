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

/** Clients that send odd requests, perhaps in two pieces, and leave at any moment. */
class CorpusDepartureTest extends ProtocolTest {
  private static final long SEED = Long.getLong("corpus.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;
  private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(1500);

  /** Whatever becomes of them: the check that nothing is left comes after each test. */
  @Test
  void nothingIsLeftOfThem() throws Exception {
    System.out.println("corpus.seed=" + SEED);
    start();
    upstream.serveOk();
    List<Corpus.Case> cases = Corpus.read("requests.txt");
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(SEED + i);
        clients.add(threads.submit(() -> sendAndLeave(cases, random)));
      }
      for (Future<?> client : clients) client.get();
    } finally {
      threads.shutdownNow();
    }
    assertStillServes();
  }

  private Void sendAndLeave(List<Corpus.Case> cases, Random random) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      RawClient client = RawClient.connect(router.port());
      try {
        Corpus.Case request = cases.get(random.nextInt(cases.size()));
        send(client, request.message(), random);
        if (isAnswered(request) && random.nextBoolean()) client.readHead();
        pause(random);
      } catch (IOException refused) {
        // Its connection may be closed before it has sent or read all.
      } finally {
        client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      }
    }
    return null;
  }

  private static void send(RawClient client, String message, Random random) throws IOException {
    int cut = random.nextBoolean() ? 0 : random.nextInt(message.length() + 1);
    client.send(message.substring(0, cut));
    if (cut > 0) pause(random);
    client.send(message.substring(cut));
  }

  private static boolean isAnswered(Corpus.Case request) {
    return !"waiting".equals(request.expectations().get(0).verdict());
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE));
  }
}
