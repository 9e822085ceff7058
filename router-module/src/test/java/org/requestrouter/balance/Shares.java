package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

/** Compares what servers were given with what their weights entitle them to. */
final class Shares {
  private Shares() {}

  /** Requires that no server deviates by more than a share of the total, in percent. */
  static void assertFollowWeights(String policy, List<TestServer> servers, double percent) {
    double total = servers.stream().mapToInt(TestServer::picks).sum();
    double weights = servers.stream().mapToInt(TestServer::weight).sum();
    double worst = 0;
    for (TestServer server : servers) {
      double deviation = server.picks() / total - server.weight() / weights;
      worst = Math.max(worst, Math.abs(deviation) * 100);
    }
    String figure =
        String.format(
            Locale.ROOT, "%s: %.0f picks deviate by at most %.3f %%", policy, total, worst);
    System.out.println(figure);
    assertTrue(total > 0 && worst <= percent, figure);
  }
}
