package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private static final int PICKS = 100_000;

  private final Policy policy = Policy.parse("roundrobin");

  @Test
  void takesServersOfEqualWeightInTurn() {
    Balancer<TestServer> balancer = policy.over(TestServer.weighing(7, 7, 7));

    assertEquals("[s1, s2, s3, s1, s2, s3]", Request.picks(balancer, 6).toString());
  }

  @Test
  void spreadsTheTurnsOfAHeavyServer() {
    Balancer<TestServer> balancer = policy.over(TestServer.weighing(5, 1, 1));

    assertEquals("[s1, s1, s2, s1, s3, s1, s1]", Request.picks(balancer, 7).toString());
  }

  @Test
  void followsTheWeightsExactlyOverWholeRounds() {
    List<TestServer> servers = TestServer.weighing(100, 50, 250);

    Request.picks(policy.over(servers), 8_000);

    assertEquals(List.of(2_000, 1_000, 5_000), servers.stream().map(TestServer::picks).toList());
  }

  @Test
  void followsTheWeights() {
    List<TestServer> servers = TestServer.weighing(1, 256, 17, 100, 3, 99, 64, 64, 31, 200);

    Request.picks(policy.over(servers), PICKS);

    Shares.assertFollowWeights("roundrobin", servers, 1);
  }

  @Test
  void followsWeightsThatAreTooFineForOneRound() {
    List<TestServer> servers = new ArrayList<>();
    servers.add(new TestServer("canary", 100));
    for (int i = 0; i < 99; i++) {
      servers.add(new TestServer("s" + i, 25_600 - i));
    }

    Request.picks(policy.over(servers), 1_000_000);

    Shares.assertFollowWeights("roundrobin of 100 fine weights", servers, 0.01);
    int canary = servers.get(0).picks();
    assertTrue(canary > 20 && canary < 60, "of 39 that are due, the canary gets " + canary);
  }

  @Test
  void letsNoServerWaitMuchLongerThanItsWeightSays() {
    List<TestServer> servers = TestServer.weighing(6, 3, 2, 1);

    List<TestServer> picks = Request.picks(policy.over(servers), 240);

    for (TestServer server : servers) {
      int gap = 12 / server.weight();
      for (int i = 0; i + 2 * gap <= picks.size(); i++) {
        assertTrue(picks.subList(i, i + 2 * gap).contains(server), server + " at " + i);
      }
    }
  }

  @Test
  void sharesWhatAFullServerDoesNotGetAmongAllOthers() {
    TestServer full = new TestServer("full", 4, 0);
    TestServer b = new TestServer("b", 1);
    TestServer c = new TestServer("c", 1);

    Request.picks(policy.over(List.of(full, b, c)), 6_000);

    assertEquals(0, full.picks());
    assertEquals(3_000, b.picks(), 2);
    assertEquals(3_000, c.picks(), 2);
  }

  @Test
  void goesOnToAServerThatIsNotExcluded() {
    List<TestServer> servers = TestServer.weighing(5, 1, 1);
    Balancer<TestServer> balancer = policy.over(servers);

    for (int i = 0; i < 14; i++) {
      assertNotSame(servers.get(0), balancer.pick(Request.excluding(servers.get(0))));
    }
  }

  @Test
  void picksNoneWhenNoneHasAPlace() {
    TestServer a = new TestServer("a", 3, 1);
    TestServer b = new TestServer("b", 1, 2);

    List<TestServer> picks = Request.picks(policy.over(List.of(a, b)), 4);

    assertEquals(1, a.picks());
    assertEquals(2, b.picks());
    assertNull(picks.get(3));
  }

  @Test
  void picksNoneOfNone() {
    assertNull(policy.<TestServer>over(List.of()).pick(Request.PLAIN));
  }

  @Test
  void givesNothingToAServerOfWeightZero() {
    Balancer<TestServer> balancer = policy.over(TestServer.weighing(0, 1));

    assertEquals("[s2, s2, s2]", Request.picks(balancer, 3).toString());
    assertNull(policy.over(TestServer.weighing(0)).pick(Request.PLAIN));
  }

  @Test
  void goesOnWhenTheCounterOverflows() {
    List<TestServer> servers = TestServer.count(3);
    AtomicInteger turn = new AtomicInteger(Integer.MAX_VALUE - 1);

    Request.picks(new RoundRobin<>(servers, new int[] {1, 1, 1}, turn), 6);

    assertTrue(turn.get() < 0);
    servers.forEach(server -> assertTrue(server.picks() > 0, server::name));
  }

  @Test
  void doesNotBeginAgainWithTheFirstServerWhenTheServersChange() {
    List<TestServer> servers = TestServer.count(4);

    for (int i = 0; i < 400; i++) {
      policy.over(servers).pick(Request.PLAIN);
    }

    servers.forEach(server -> assertEquals(100, server.picks(), server::name));
  }

  @Test
  void backendsThatShareAPolicyDoNotTakeTurnsFromEachOther() {
    Balancer<TestServer> one = policy.over(TestServer.count(2));
    Balancer<TestServer> other = policy.over(TestServer.count(2));
    List<TestServer> picks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      picks.add(one.pick(Request.PLAIN));
      other.pick(Request.PLAIN);
    }

    assertNotEquals(picks.get(0), picks.get(1));
  }

  @Test
  void followsWeightsThatChange() {
    List<TestServer> before = TestServer.weighing(1, 1);
    List<TestServer> after = TestServer.weighing(1, 3);

    Request.picks(policy.over(before), 1_001);
    Request.picks(policy.over(after), 1_000);

    assertEquals(501, before.get(0).picks());
    assertEquals(250, after.get(0).picks());
    assertEquals(750, after.get(1).picks());
  }

  @Test
  void followsTheWeightsExactlyWhenThreadsPickAtOnce() throws Exception {
    List<TestServer> servers = TestServer.weighing(5, 3, 2);
    Balancer<TestServer> balancer = policy.over(servers);
    int threads = 8;
    CountDownLatch start = new CountDownLatch(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<TestServer>>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            executor.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return Request.picks(balancer, PICKS);
                }));
      }
      for (Future<List<TestServer>> result : results) {
        assertEquals(PICKS, result.get(60, TimeUnit.SECONDS).size());
      }
    } finally {
      executor.shutdownNow();
    }

    assertEquals(
        List.of(400_000, 240_000, 160_000), servers.stream().map(TestServer::picks).toList());
  }
}
