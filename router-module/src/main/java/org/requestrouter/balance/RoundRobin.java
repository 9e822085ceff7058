package org.requestrouter.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the servers in turn, each as often as its weight says, and spread evenly: the order is laid
 * down once and then walked by a single counter. A server that cannot be taken loses its turn to
 * the next one, which does not have that turn again, so that what one server does not get is shared
 * by all others.
 */
final class RoundRobin<S> implements Balancer<S> {
  private final List<S> servers;
  private final int[] turns;
  private final AtomicInteger next;

  /** Creates the policy for servers with their weights, of which none is 0, and the next turn. */
  RoundRobin(List<S> servers, int[] weights, AtomicInteger next) {
    this.servers = servers;
    this.turns = TurnOrder.of(weights);
    this.next = next;
  }

  @Override
  public S pick(Placement<S> placement) {
    if (turns.length == 0) {
      return null;
    }
    int turn = Math.floorMod(next.getAndIncrement(), turns.length);
    S server = servers.get(turns[turn]);
    return accepts(placement, server) ? server : passOn(placement, turn);
  }

  private S passOn(Placement<S> placement, int from) {
    boolean[] refused = new boolean[servers.size()];
    refused[turns[from]] = true;
    int left = servers.size() - 1;
    for (int step = 1; left > 0; step++) {
      int index = turns[(from + step) % turns.length];
      if (refused[index]) {
        continue;
      }
      S server = servers.get(index);
      if (accepts(placement, server)) {
        next.addAndGet(step);
        return server;
      }
      refused[index] = true;
      left--;
    }
    return null;
  }

  private static <S> boolean accepts(Placement<S> placement, S server) {
    return !placement.excludes(server) && placement.acquire(server);
  }
}
