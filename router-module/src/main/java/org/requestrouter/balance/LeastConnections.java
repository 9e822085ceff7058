package org.requestrouter.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the server that would have the least requests in proportion to its weight, and servers that
 * have equally few in turn. Idle servers count as equal whatever their weights, as in HAProxy, lest
 * the heaviest gets everything while there is little to do.
 */
final class LeastConnections<S extends Member> implements Balancer<S> {
  private final List<S> servers;
  private final int[] weights;

  /** Where the search begins. A lost update under contention costs nothing but a turn. */
  private final AtomicInteger next;

  LeastConnections(List<S> servers, int[] weights, AtomicInteger next) {
    this.servers = servers;
    this.weights = weights;
    this.next = next;
  }

  @Override
  public S pick(Placement<S> placement) {
    boolean[] refused = null;
    while (true) {
      int best = least(placement, refused);
      if (best < 0) {
        return null;
      }
      S server = servers.get(best);
      if (placement.acquire(server)) {
        next.lazySet(best + 1);
        return server;
      }
      if (refused == null) {
        refused = new boolean[servers.size()];
      }
      refused[best] = true;
    }
  }

  /** Returns the index of the best server that is neither excluded nor has refused, or -1. */
  private int least(Placement<S> placement, boolean[] refused) {
    int count = servers.size();
    int start = count == 0 ? 0 : Math.floorMod(next.get(), count);
    int best = -1;
    long bestLoad = 0;
    for (int step = 0; step < count; step++) {
      int index = start + step < count ? start + step : start + step - count;
      if (refused != null && refused[index]) {
        continue;
      }
      S server = servers.get(index);
      long load = load(server);
      boolean less = best < 0 || load * weights[best] < bestLoad * weights[index];
      if (less && !placement.excludes(server)) {
        best = index;
        bestLoad = load;
      }
    }
    return best;
  }

  private static long load(Member server) {
    int load = server.load();
    return load == 0 ? 0 : load + 1L;
  }
}
