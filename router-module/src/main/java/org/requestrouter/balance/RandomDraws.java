package org.requestrouter.balance;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Draws servers at random, as often as their weights say, and takes the one of them that has the
 * least requests in proportion to its weight. It needs no common state, so that many routers, or
 * threads, do not fall upon the same server.
 */
final class RandomDraws<S extends Member> implements Balancer<S> {
  private final List<S> servers;
  private final int draws;
  private final int[] weights;

  /** The sums of the weights up to and including each server's. */
  private final long[] sums;

  /** Chooses if no server that was drawn can be taken. */
  private final Balancer<S> others;

  RandomDraws(List<S> servers, int[] weights, int draws, Balancer<S> others) {
    this.servers = servers;
    this.draws = draws;
    this.weights = weights;
    this.others = others;
    this.sums = new long[weights.length];
    long sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
  }

  @Override
  public S pick(Placement<S> placement) {
    int best = servers.isEmpty() ? -1 : best(placement);
    if (best >= 0 && placement.acquire(servers.get(best))) {
      return servers.get(best);
    }
    return others.pick(placement);
  }

  private int best(Placement<S> placement) {
    int best = -1;
    long bestLoad = 0;
    for (int i = 0; i < draws; i++) {
      int drawn = draw();
      S server = servers.get(drawn);
      if (drawn == best || placement.excludes(server)) {
        continue;
      }
      long load = server.load();
      if (best < 0 || load * weights[best] < bestLoad * weights[drawn]) {
        best = drawn;
        bestLoad = load;
      }
    }
    return best;
  }

  private int draw() {
    long point = ThreadLocalRandom.current().nextLong(sums[sums.length - 1]);
    int found = Arrays.binarySearch(sums, point);
    return found < 0 ? -found - 1 : found + 1;
  }
}
