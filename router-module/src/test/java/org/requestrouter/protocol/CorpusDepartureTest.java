package org.requestrouter.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients that send odd requests, perhaps in two pieces, and leave at any moment. */
class CorpusDepartureTest extends ProtocolTest {
  private static final long SEED = Long.getLong("corpus.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;

  /** Whatever becomes of them: the check that nothing is left comes after each test. */
  @Test
  void nothingIsLeftOfThem() throws Exception {
    System.out.println("corpus.seed=" + SEED);
    start();
    upstream.serveOk();
    List<Corpus.Case> cases = Corpus.read("requests.txt");
    Crowd.run(CLIENTS, index -> sendAndLeave(cases, new Random(SEED + index)));
    assertStillServes();
  }

  private void sendAndLeave(List<Corpus.Case> cases, Random random) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      RawClient client = RawClient.connect(router.port());
      try {
        Corpus.Case request = cases.get(random.nextInt(cases.size()));
        RandomPace.send(client, request.message(), random);
        if (isAnswered(request) && random.nextBoolean()) client.readHead();
        RandomPace.pause(random);
      } catch (IOException refused) {
        // Its connection may be closed before it has sent or read all.
      } finally {
        client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      }
    }
  }

  private static boolean isAnswered(Corpus.Case request) {
    return !"waiting".equals(request.expectations().get(0).verdict());
  }
}
