package org.requestrouter.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a backend chooses among its servers. A policy belongs to one backend; its turns go on when
 * the servers change.
 */
public final class Policy {

  /** What is done; the hashing policies differ in the sample only. */
  enum Kind {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    RANDOM,
    FIRST,
    HASH
  }

  private final String text;
  private final Kind kind;
  private final String sample;
  private final int draws;
  private volatile AtomicInteger next = new AtomicInteger();

  private Policy(String text, Kind kind, String sample, int draws) {
    this.text = text;
    this.kind = kind;
    this.sample = sample;
    this.draws = draws;
  }

  static Policy of(String text, Kind kind) {
    return new Policy(text, kind, null, 0);
  }

  static Policy random(String text, int draws) {
    return new Policy(text, Kind.RANDOM, null, draws);
  }

  static Policy hash(String text, String sample) {
    return new Policy(text, Kind.HASH, sample, 0);
  }

  /**
   * Reads a policy in HAProxy's words.
   *
   * @param text {@code roundrobin}, {@code leastconn}, {@code random}, {@code random(DRAWS)},
   *     {@code first}, {@code source}, {@code uri}, {@code uri whole}, {@code hdr(NAME)}, {@code
   *     url_param(NAME)} or {@code cookie(NAME)}
   * @return the policy
   * @throws IllegalArgumentException if it is none of these
   */
  public static Policy parse(String text) {
    return new PolicyParser(text).parse();
  }

  /**
   * Makes a balancer for the servers in service now. To be called anew, though not for each
   * request, whenever a server comes, goes, or changes its weight.
   *
   * @param servers the servers, in the order of the configuration; the list is copied
   * @param <S> the servers
   * @return a balancer, which never changes
   */
  public <S extends Member> Balancer<S> over(List<S> servers) {
    List<S> given = servers.stream().filter(server -> server.weight() > 0).toList();
    int[] weights = given.stream().mapToInt(Member::weight).toArray();
    // Else the first servers would gain by every change.
    AtomicInteger turn = new AtomicInteger(next.get());
    next = turn;
    return switch (kind) {
      case ROUND_ROBIN -> new RoundRobin<>(given, weights, turn);
      case LEAST_CONNECTIONS -> new LeastConnections<>(given, weights, turn);
      case RANDOM ->
          new RandomDraws<>(given, weights, draws, new LeastConnections<>(given, weights, turn));
      case FIRST -> new FirstFree<>(given);
      case HASH -> new ConsistentHash<>(given, weights, new RoundRobin<>(given, weights, turn));
    };
  }

  /**
   * The fetch, as the rules know it, whose text is the key of a request: for example {@code src} or
   * {@code req.cook(NAME)}. The address of a client counts as text, too.
   *
   * @return the fetch, or null if the policy hashes nothing
   */
  public String sample() {
    return sample;
  }

  /** The policy as configured. */
  @Override
  public String toString() {
    return text;
  }
}
