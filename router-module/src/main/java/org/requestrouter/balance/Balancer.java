package org.requestrouter.balance;

import java.util.function.Predicate;

/**
 * Chooses one of a fixed set of servers. Called concurrently, so it takes no lock.
 *
 * @param <S> the servers
 */
@FunctionalInterface
public interface Balancer<S> {

  /**
   * Offers servers, in the order of this policy, until one is accepted.
   *
   * @param accept takes a place on the server if it can have one more request
   * @return the accepted server, or null if none was
   */
  S pick(Predicate<S> accept);
}
