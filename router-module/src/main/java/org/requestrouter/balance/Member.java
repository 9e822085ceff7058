package org.requestrouter.balance;

/** A server as the policies see it. */
public interface Member {

  /** The name, by which hashing policies tell the servers of a backend apart. */
  String name();

  /**
   * The effective weight, in any scale that the servers of a backend share. A server of weight 0 is
   * given nothing. Read only when a {@link Balancer} is made.
   */
  int weight();

  /** How many requests the server has now. */
  int load();
}
