package org.requestrouter.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Takes the servers in turn, each as often as its weight says, and spread evenly: the order is laid
 * down once, by smooth weighted round robin, and then walked by a single counter. A server that
 * does not accept passes its turn on.
 *
 * @param <S> the servers
 */
public final class RoundRobin<S> implements Balancer<S> {
  private final List<S> turns;
  private final AtomicInteger next = new AtomicInteger();

  /** Creates the policy for servers of which those with a weight of 0 get nothing. */
  public RoundRobin(List<S> servers, ToIntFunction<S> weight) {
    this.turns = List.copyOf(turns(servers, weight));
  }

  private static <S> List<S> turns(List<S> servers, ToIntFunction<S> weight) {
    int[] weights = servers.stream().mapToInt(weight).toArray();
    int divisor = 0;
    int total = 0;
    for (int w : weights) {
      divisor = greatestCommonDivisor(divisor, w);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = divisor == 0 ? 0 : weights[i] / divisor;
      total += weights[i];
    }
    int[] current = new int[weights.length];
    List<S> turns = new ArrayList<>(total);
    for (int turn = 0; turn < total; turn++) {
      turns.add(servers.get(nextTurn(weights, current, total)));
    }
    return turns;
  }

  /** Every server gains its weight; the richest has its turn and pays the total. */
  private static int nextTurn(int[] weights, int[] current, int total) {
    int best = -1;
    for (int i = 0; i < weights.length; i++) {
      current[i] += weights[i];
      if (weights[i] > 0 && (best < 0 || current[i] > current[best])) {
        best = i;
      }
    }
    current[best] -= total;
    return best;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** Moves the counter, to show what happens when it overflows. */
  void startAt(int turn) {
    next.set(turn);
  }

  @Override
  public S pick(Predicate<S> accept) {
    int count = turns.size();
    if (count == 0) {
      return null;
    }
    int start = Math.floorMod(next.getAndIncrement(), count);
    for (int i = 0; i < count; i++) {
      S server = turns.get((start + i) % count);
      if (accept.test(server)) {
        return server;
      }
    }
    return null;
  }
}
