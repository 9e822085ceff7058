package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest {
  private final Policy policy = Policy.parse("leastconn");

  @Test
  void takesTheServerWithTheLeastRequests() {
    List<TestServer> servers = TestServer.count(3);
    servers.get(0).load(5);
    servers.get(1).load(3);
    servers.get(2).load(4);

    assertSame(servers.get(1), policy.over(servers).pick(Request.PLAIN));
  }

  @Test
  void takesEquallyLoadedServersInTurn() {
    List<TestServer> servers = TestServer.count(3);
    Balancer<TestServer> balancer = policy.over(servers);
    servers.get(1).load(9);

    for (int i = 0; i < 100; i++) {
      balancer.pick(Request.PLAIN).release();
    }

    assertEquals(50, servers.get(0).picks());
    assertEquals(50, servers.get(2).picks());
  }

  @Test
  void takesIdleServersInTurnWhateverTheirWeights() {
    Balancer<TestServer> balancer = policy.over(TestServer.weighing(9, 1));
    StringBuilder picks = new StringBuilder();

    for (int i = 0; i < 4; i++) {
      TestServer server = balancer.pick(Request.PLAIN);
      picks.append(server.name());
      server.release();
    }

    assertEquals("s1s2s1s2", picks.toString());
  }

  @Test
  void fillsServersInProportionToTheirWeights() {
    List<TestServer> servers = TestServer.weighing(6, 3, 1);

    Request.picks(policy.over(servers), 1_000);

    assertEquals(List.of(600, 300, 100), servers.stream().map(TestServer::load).toList());
  }

  @Test
  void levelsLoadsThatDiffered() {
    List<TestServer> servers = TestServer.weighing(4, 2, 2);
    servers.get(0).load(0);
    servers.get(1).load(400);
    servers.get(2).load(0);
    Balancer<TestServer> balancer = policy.over(servers);
    Random random = new Random(1);

    for (int i = 0; i < 10_000; i++) {
      int leaving = random.nextInt(400);
      for (TestServer server : servers) {
        leaving -= server.load();
        if (leaving < 0) {
          server.release();
          break;
        }
      }
      balancer.pick(Request.PLAIN);
    }

    assertEquals(200, servers.get(0).load(), 2);
    assertEquals(100, servers.get(1).load(), 2);
    assertEquals(100, servers.get(2).load(), 2);
  }

  @Test
  void goesOnWhenTheBestIsFullOrExcluded() {
    TestServer full = new TestServer("full", 100, 0);
    TestServer excluded = new TestServer("excluded", 100);
    TestServer busy = new TestServer("busy", 1);
    busy.load(50);

    Balancer<TestServer> balancer = policy.over(List.of(full, excluded, busy));

    assertSame(busy, balancer.pick(Request.excluding(excluded)));
    assertNull(balancer.pick(Request.excluding(excluded, busy)));
  }

  @Test
  void picksNoneOfNone() {
    assertNull(policy.<TestServer>over(List.of()).pick(Request.PLAIN));
  }

  @Test
  void followsWeightsThatChange() {
    List<TestServer> servers = TestServer.weighing(3, 1);
    Request.picks(policy.over(TestServer.weighing(1, 1)), 7);

    Request.picks(policy.over(servers), 400);

    assertEquals(300, servers.get(0).load());
  }
}
