package org.requestrouter.balance;

import java.util.List;

/** Takes the first server that has a place, so that the last ones stay idle as long as possible. */
final class FirstFree<S> implements Balancer<S> {
  private final List<S> servers;

  FirstFree(List<S> servers) {
    this.servers = servers;
  }

  @Override
  public S pick(Placement<S> placement) {
    for (S server : servers) {
      if (!placement.excludes(server) && placement.acquire(server)) {
        return server;
      }
    }
    return null;
  }
}
