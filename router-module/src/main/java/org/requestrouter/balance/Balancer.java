package org.requestrouter.balance;

/**
 * Chooses one of a fixed set of servers. Called concurrently, so it takes no lock.
 *
 * @param <S> the servers
 */
@FunctionalInterface
public interface Balancer<S> {

  /**
   * Acquires a place on a server that the exchange does not exclude.
   *
   * @param placement the exchange
   * @return the server, or null if none that the policy allows has a place
   */
  S pick(Placement<S> placement);
}
