package org.requestrouter.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients that leave at any moment of odd responses, which may come in two pieces. */
class ResponseDepartureTest extends ProtocolTest {
  private static final long SEED = Long.getLong("corpus.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;
  private static final char END = 4;

  /** Whatever becomes of them: the check that nothing is left comes after each test. */
  @Test
  void nothingIsLeftOfThem() throws Exception {
    System.out.println("corpus.seed=" + SEED);
    start();
    List<Corpus.Case> cases = Corpus.read("responses.txt");
    upstream.serve((connection, index) -> serve(connection, cases, new Random(SEED + index)));
    Crowd.run(CLIENTS, index -> askAndLeave(new Random(SEED - index)));
  }

  private static void serve(Wire connection, List<Corpus.Case> cases, Random random)
      throws IOException {
    while (true) {
      connection.readRequest();
      String message = cases.get(random.nextInt(cases.size())).message();
      boolean ends = message.charAt(message.length() - 1) == END;
      String sent = ends ? message.substring(0, message.length() - 1) : message;
      RandomPace.send(connection, sent, random);
      if (ends) return;
    }
  }

  private void askAndLeave(Random random) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      RawClient client = RawClient.connect(router.port());
      try {
        client.get("/");
        if (random.nextBoolean()) {
          RandomPace.pause(random);
          client.get("/");
        }
        RandomPace.pause(random);
        if (random.nextBoolean()) client.read();
      } catch (IOException refused) {
        // Its connection may be closed before it has sent or read all.
      } finally {
        client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      }
    }
  }
}
