package org.requestrouter.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request that looks for a place.
 *
 * @param key what hashing policies hash, or null
 * @param excluded the servers that it must not go to
 */
record Request(String key, Set<TestServer> excluded) implements Placement<TestServer> {

  static final Request PLAIN = new Request(null, Set.of());

  static Request withKey(String key) {
    return new Request(key, Set.of());
  }

  static Request excluding(TestServer... servers) {
    return new Request(null, Set.of(servers));
  }

  /** Picks for as many requests, none of which ends. */
  static List<TestServer> picks(Balancer<TestServer> balancer, int count) {
    List<TestServer> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picks.add(balancer.pick(PLAIN));
    }
    return picks;
  }

  @Override
  public boolean excludes(TestServer server) {
    return excluded.contains(server);
  }

  @Override
  public boolean acquire(TestServer server) {
    return server.tryAcquire();
  }
}
