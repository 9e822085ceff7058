package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private record Server(String name, int weight) {}

  private static final Server A = new Server("a", 5);
  private static final Server B = new Server("b", 1);
  private static final Server C = new Server("c", 1);

  @Test
  void takesServersOfEqualWeightInTurn() {
    RoundRobin<String> policy = new RoundRobin<>(List.of("a", "b", "c"), name -> 7);

    assertEquals(List.of("a", "b", "c", "a", "b", "c"), picks(policy, 6));
  }

  @Test
  void spreadsTheTurnsOfAHeavyServer() {
    RoundRobin<Server> policy = new RoundRobin<>(List.of(A, B, C), Server::weight);

    assertEquals(List.of(A, A, B, A, C, A, A), picks(policy, 7));
  }

  @Test
  void followsTheWeightsExactlyOverWholeRounds() {
    List<Server> servers = List.of(new Server("x", 100), new Server("y", 50), new Server("z", 250));
    RoundRobin<Server> policy = new RoundRobin<>(servers, Server::weight);
    Map<Server, AtomicInteger> counts = new HashMap<>();

    for (int i = 0; i < 8_000; i++) {
      counts.computeIfAbsent(policy.pick(s -> true), s -> new AtomicInteger()).incrementAndGet();
    }

    assertEquals(2_000, counts.get(servers.get(0)).get());
    assertEquals(1_000, counts.get(servers.get(1)).get());
    assertEquals(5_000, counts.get(servers.get(2)).get());
  }

  @Test
  void passesTheTurnOfAServerThatDoesNotAcceptOn() {
    RoundRobin<Server> policy = new RoundRobin<>(List.of(A, B, C), Server::weight);

    for (int i = 0; i < 14; i++) {
      assertTrue(policy.pick(s -> s != A) != A);
    }
  }

  @Test
  void picksNoneWhenNoneAccepts() {
    assertNull(new RoundRobin<>(List.of(A, B), Server::weight).pick(s -> false));
  }

  @Test
  void givesNothingToAServerOfWeightZero() {
    Server off = new Server("off", 0);
    RoundRobin<Server> policy = new RoundRobin<>(List.of(off, B), Server::weight);

    assertEquals(List.of(B, B, B), picks(policy, 3));
    assertNull(new RoundRobin<>(List.of(off), Server::weight).pick(s -> true));
  }

  @Test
  void goesOnWhenTheCounterOverflows() {
    RoundRobin<String> policy = new RoundRobin<>(List.of("a", "b", "c"), name -> 1);
    policy.startAt(Integer.MAX_VALUE - 1);

    List<String> picked = picks(policy, 6);

    assertEquals(6, picked.size());
    assertTrue(picked.containsAll(List.of("a", "b", "c")));
  }

  private static <S> List<S> picks(RoundRobin<S> policy, int count) {
    List<S> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picked.add(policy.pick(s -> true));
    }
    return picked;
  }
}
