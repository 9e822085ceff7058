package org.requestrouter.balance;

import java.util.List;

/**
 * Gives each key a server of its own, by rendezvous hashing: key and server name make up a distance
 * that is distributed exponentially with the weight as its rate, and the nearest server wins. So a
 * server's share is its weight's, and the distances of other servers do not depend on it: keys move
 * only to a server that comes or gains weight, and only from one that goes or loses weight.
 *
 * <p>It depends on nothing but the names and the weights: every router maps alike, before and after
 * a restart. Hence {@link StrictMath}, whose results are the same everywhere.
 */
final class ConsistentHash<S extends Member> implements Balancer<S> {
  private static final double UNIT = 0x1p-53;

  private final List<S> servers;
  private final long[] names;
  private final double[] weights;
  private final boolean even;
  private final Balancer<S> withoutKey;

  ConsistentHash(List<S> servers, int[] weights, Balancer<S> withoutKey) {
    this.servers = servers;
    this.names = servers.stream().mapToLong(server -> hash(server.name())).toArray();
    this.weights = new double[weights.length];
    boolean same = true;
    for (int i = 0; i < weights.length; i++) {
      this.weights[i] = weights[i];
      same &= weights[i] == weights[0];
    }
    this.even = same;
    this.withoutKey = withoutKey;
  }

  /** Offers the best server only: a key does not wander because its server is full. */
  @Override
  public S pick(Placement<S> placement) {
    String key = placement.key();
    if (key == null || key.isEmpty()) {
      return withoutKey.pick(placement);
    }
    S server = nearest(placement, hash(key));
    return server != null && placement.acquire(server) ? server : null;
  }

  private S nearest(Placement<S> placement, long key) {
    S nearest = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < names.length; i++) {
      double point = ((mix(key ^ names[i]) >>> 11) + 0.5) * UNIT;
      // No distance is below its point, so the logarithm is needed for few servers.
      if (even ? point >= least : point >= least * weights[i]) {
        continue;
      }
      double distance = even ? point : -StrictMath.log1p(-point) / weights[i];
      S server = servers.get(i);
      if (distance < least && !placement.excludes(server)) {
        nearest = server;
        least = distance;
      }
    }
    return nearest;
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** Lets every bit of the result depend on every bit given. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
