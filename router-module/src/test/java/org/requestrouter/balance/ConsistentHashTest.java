package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTest {
  private static final int KEYS = 100_000;

  private final Policy policy = Policy.parse("cookie(SESSION)");

  @ParameterizedTest
  @ValueSource(strings = {"user%d", "%x", "/articles/2024/%d/index.html", "%032d", "%d"})
  void distinctKeysFollowTheWeights(String format) {
    List<TestServer> equal = TestServer.count(10);
    List<TestServer> weighted = TestServer.weighing(1, 8, 2, 5, 1, 9, 3, 3, 7, 4);

    map(equal, i -> String.format(Locale.ROOT, format, i));
    map(weighted, i -> String.format(Locale.ROOT, format, i));

    Shares.assertFollowWeights("hash of " + format, equal, 1);
    Shares.assertFollowWeights("weighted hash of " + format, weighted, 1);
  }

  @Test
  void neighbouringAddressesFollowTheWeights() {
    List<TestServer> servers = TestServer.weighing(3, 2, 1);

    map(servers, i -> "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));

    Shares.assertFollowWeights("hash of addresses", servers, 1);
  }

  @Test
  void aServerThatComesGetsItsShareOfKeysAndNoOtherKeyMoves() {
    List<TestServer> servers = TestServer.count(10);

    double moved = assertMoveOnlyTo(servers.get(9), servers.subList(0, 9), servers);
    assertTrue(moved <= 12, "the tenth server moves " + moved + " %");
    double next =
        assertMoveOnlyTo(
            new TestServer("s11", 1), servers, plus(servers, new TestServer("s11", 1)));
    assertTrue(next <= 12, "the eleventh server moves " + next + " %");
  }

  @Test
  void aServerOfItsOwnWeightThatComesGetsItsShare() {
    List<TestServer> servers = TestServer.weighing(4, 2, 3, 1);
    TestServer heavy = new TestServer("heavy", 10);

    double moved = assertMoveOnlyTo(heavy, servers, plus(servers, heavy));

    assertEquals(50, moved, 1);
  }

  @Test
  void aServerThatGainsWeightGetsItsShareAndNoOtherKeyMoves() {
    List<TestServer> before = TestServer.weighing(1, 1, 1, 1);
    List<TestServer> after = TestServer.weighing(1, 1, 1, 2);

    double moved = assertMoveOnlyTo(before.get(3), before, after);

    assertEquals(15, moved, 1);
  }

  @Test
  void onlyTheKeysOfAServerThatGoesMove() {
    List<TestServer> all = TestServer.weighing(1, 2, 3, 4, 5, 1, 2, 3, 4, 5);
    TestServer gone = all.get(3);
    List<TestServer> rest = all.stream().filter(server -> server != gone).toList();
    List<String> before = map(all, i -> "k" + i);
    List<String> after = map(rest, i -> "k" + i);

    for (int i = 0; i < KEYS; i++) {
      assertTrue(before.get(i).equals(after.get(i)) || before.get(i).equals(gone.name()));
    }
    Shares.assertFollowWeights("hash before and after a server has gone", rest, 1);
  }

  @Test
  void theMappingDependsOnNeitherTheOrderNorTheScaleOfTheServers() {
    List<TestServer> servers = TestServer.weighing(1, 2, 3);
    List<TestServer> scaled = new ArrayList<>(TestServer.weighing(100, 200, 300));
    Collections.reverse(scaled);

    assertEquals(map(servers, i -> "k" + i), map(scaled, i -> "k" + i));
  }

  /** A change of the function would move the sessions of everybody who upgrades. */
  @Test
  void theMappingStaysFromReleaseToRelease() {
    List<TestServer> equal = TestServer.count(5);
    List<TestServer> weighted = TestServer.weighing(1, 2, 3, 4, 15);

    assertEquals(
        "[s2, s2, s2, s1, s1, s3, s3, s1, s4, s2, s1, s3]",
        map(equal, i -> "k" + i).subList(0, 12).toString());
    assertEquals(
        "[s5, s5, s5, s5, s5, s5, s3, s4, s4, s5, s5, s3]",
        map(weighted, i -> "k" + i).subList(0, 12).toString());
  }

  @Test
  void anExcludedServersKeysGoWhereTheyWouldGoWithoutIt() {
    List<TestServer> servers = TestServer.weighing(3, 2, 2, 1);
    TestServer excluded = servers.get(0);
    Balancer<TestServer> all = policy.over(servers);
    Balancer<TestServer> rest = policy.over(servers.subList(1, 4));

    for (int i = 0; i < 1_000; i++) {
      Request request = new Request("k" + i, Set.of(excluded));
      assertSame(rest.pick(request), all.pick(request));
    }
  }

  @Test
  void aKeyDoesNotWanderBecauseItsServerIsFull() {
    TestServer a = new TestServer("a", 1, 1);
    TestServer b = new TestServer("b", 1, 1);
    Balancer<TestServer> balancer = policy.over(List.of(a, b));
    TestServer first = balancer.pick(Request.withKey("k"));

    assertNull(balancer.pick(Request.withKey("k")));

    first.release();
    assertSame(first, balancer.pick(Request.withKey("k")));
    assertNotSame(first, balancer.pick(new Request("k", Set.of(first))));
  }

  @Test
  void picksNoneWhenAllAreExcludedOrNoneIsThere() {
    TestServer a = new TestServer("a", 1);

    assertNull(policy.over(List.of(a)).pick(new Request("k", Set.of(a))));
    assertNull(policy.<TestServer>over(List.of()).pick(Request.withKey("k")));
    assertNull(policy.<TestServer>over(List.of()).pick(Request.PLAIN));
  }

  @Test
  void requestsWithoutAKeyAreSpreadInTurn() {
    List<TestServer> servers = TestServer.weighing(3, 2, 1);
    Balancer<TestServer> balancer = policy.over(servers);

    for (int i = 0; i < 600; i++) {
      balancer.pick(i % 2 == 0 ? Request.PLAIN : Request.withKey(""));
    }

    assertEquals(List.of(300, 200, 100), servers.stream().map(TestServer::picks).toList());
  }

  /** Returns the share of keys that move, in percent. */
  private double assertMoveOnlyTo(
      TestServer gaining, List<TestServer> before, List<TestServer> after) {
    List<String> old = map(before, i -> "k" + i);
    List<String> now = map(after, i -> "k" + i);
    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      if (!old.get(i).equals(now.get(i))) {
        assertEquals(gaining.name(), now.get(i));
        moved++;
      }
    }
    double share = moved * 100.0 / KEYS;
    System.out.println("hash: " + gaining + " of " + after + " moves " + share + " % of the keys");
    return share;
  }

  private List<String> map(List<TestServer> servers, IntFunction<String> key) {
    Balancer<TestServer> balancer = policy.over(servers);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      names.add(balancer.pick(Request.withKey(key.apply(i))).name());
    }
    return names;
  }

  private static List<TestServer> plus(List<TestServer> servers, TestServer server) {
    List<TestServer> all = new ArrayList<>(servers);
    all.add(server);
    return all;
  }
}
