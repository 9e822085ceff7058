package org.requestrouter.balance;

/** Lays down in which order servers have their turns, by smooth weighted round robin. */
final class TurnOrder {
  /** More turns than this tell no weights apart that matter. */
  private static final int MAX_TURNS = 1 << 16;

  /** What the layout may cost, in turns times servers. */
  private static final int MAX_STEPS = 1 << 24;

  private TurnOrder() {}

  /** Returns one round, as indexes of the weights, each as often as its weight says. */
  static int[] of(int[] weights) {
    int[] shares = shares(weights);
    int total = 0;
    for (int share : shares) {
      total += share;
    }
    int[] current = new int[shares.length];
    int[] turns = new int[total];
    for (int turn = 0; turn < total; turn++) {
      turns[turn] = next(shares, current, total);
    }
    return turns;
  }

  /** Every server gains its share; the richest has its turn and pays the total. */
  private static int next(int[] shares, int[] current, int total) {
    int best = 0;
    for (int i = 0; i < shares.length; i++) {
      current[i] += shares[i];
      if (current[i] > current[best]) {
        best = i;
      }
    }
    current[best] -= total;
    return best;
  }

  /** Reduces the weights, without loss if a round is then short enough. */
  private static int[] shares(int[] weights) {
    int divisor = 0;
    long total = 0;
    for (int weight : weights) {
      divisor = greatestCommonDivisor(divisor, weight);
      total += weight;
    }
    int limit = Math.min(MAX_TURNS, MAX_STEPS / Math.max(1, weights.length));
    boolean exact = divisor == 0 || total / divisor <= limit;
    int[] shares = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      long rounded = Math.round((double) weights[i] * limit / total);
      shares[i] = exact ? weights[i] / divisor : (int) Math.max(1, rounded);
    }
    return shares;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
