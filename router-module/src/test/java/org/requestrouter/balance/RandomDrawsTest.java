package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomDrawsTest {
  private static final int PICKS = 100_000;

  /** Loads that stay in proportion to the weights leave the draw to chance. */
  @ParameterizedTest
  @ValueSource(strings = {"random", "random(1)", "random(2)", "random(5)"})
  void followsTheWeightsWhileTheLoadDoes(String text) {
    List<TestServer> servers = TestServer.weighing(1, 8, 2, 5, 1, 9, 3, 3, 7, 4);
    servers.forEach(server -> server.load(10 * server.weight()));
    Balancer<TestServer> balancer = Policy.parse(text).over(servers);

    for (int i = 0; i < PICKS; i++) {
      balancer.pick(Request.PLAIN).release();
    }

    Shares.assertFollowWeights(text, servers, 1);
  }

  @Test
  void aSingleDrawFollowsTheWeightsWhateverTheLoad() {
    List<TestServer> servers = TestServer.weighing(1, 2, 3);
    servers.get(2).load(1_000_000);

    Request.picks(Policy.parse("random(1)").over(servers), PICKS);

    Shares.assertFollowWeights("random(1) of unequal loads", servers, 1);
  }

  @Test
  void twoDrawsFillServersInProportionToTheirWeights() {
    List<TestServer> servers = TestServer.weighing(1, 8, 2, 5, 1, 9, 3, 3, 7, 4);

    Request.picks(Policy.parse("random(2)").over(servers), PICKS);

    Shares.assertFollowWeights("random(2), none ends", servers, 0.1);
  }

  @Test
  void ofTwoDrawsTheLessLoadedWins() {
    List<TestServer> servers = TestServer.count(4);
    servers.get(3).load(1_000_000);

    Request.picks(Policy.parse("random(2)").over(servers), PICKS);

    // The busiest is taken if both draws hit it: once in 16.
    assertEquals(PICKS / 16, servers.get(3).picks(), PICKS / 100);
  }

  @Test
  void ofManyDrawsTheLeastLoadedWins() {
    List<TestServer> servers = TestServer.count(3);
    servers.get(0).load(10);
    servers.get(1).load(9);
    servers.get(2).load(11);

    assertSame(servers.get(1), Policy.parse("random(256)").over(servers).pick(Request.PLAIN));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void goesOnToTheLeastLoadedWhenTheDrawIsFullOrExcluded(int draws) {
    TestServer full = new TestServer("full", 100, 0);
    TestServer excluded = new TestServer("excluded", 100);
    TestServer b = new TestServer("b", 1);
    TestServer c = new TestServer("c", 1);
    Balancer<TestServer> balancer =
        Policy.parse("random(" + draws + ")").over(List.of(full, excluded, b, c));

    for (int i = 0; i < 1_000; i++) {
      assertNotSame(excluded, balancer.pick(Request.excluding(excluded)));
    }

    assertEquals(500, b.picks(), 250);
    assertNull(balancer.pick(Request.excluding(excluded, b, c)));
  }

  @Test
  void picksNoneOfNone() {
    assertNull(Policy.parse("random").<TestServer>over(List.of()).pick(Request.PLAIN));
  }

  @Test
  void givesNothingToAServerOfWeightZero() {
    List<TestServer> servers = TestServer.weighing(0, 1, 0, 1, 0);

    Request.picks(Policy.parse("random(1)").over(servers), 1_000);

    assertEquals(1_000, servers.get(1).picks() + servers.get(3).picks());
    assertTrue(servers.get(1).picks() > 0 && servers.get(3).picks() > 0);
  }
}
