package org.requestrouter.balance;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A server that counts what it is given and keeps it until told otherwise. */
final class TestServer implements Member {
  private final String name;
  private final int weight;
  private final int places;
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicInteger picks = new AtomicInteger();

  TestServer(String name, int weight, int places) {
    this.name = name;
    this.weight = weight;
    this.places = places;
  }

  TestServer(String name, int weight) {
    this(name, weight, Integer.MAX_VALUE);
  }

  /** Returns servers s1, s2 and so on with these weights. */
  static List<TestServer> weighing(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new TestServer("s" + (i + 1), weights[i]))
        .toList();
  }

  /** Returns servers s1, s2 and so on of weight 1. */
  static List<TestServer> count(int count) {
    int[] weights = new int[count];
    Arrays.fill(weights, 1);
    return weighing(weights);
  }

  boolean tryAcquire() {
    if (load.incrementAndGet() > places) {
      load.decrementAndGet();
      return false;
    }
    picks.incrementAndGet();
    return true;
  }

  void release() {
    load.decrementAndGet();
  }

  void load(int requests) {
    load.set(requests);
  }

  int picks() {
    return picks.get();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public int load() {
    return load.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
