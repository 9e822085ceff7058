package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstFreeTest {
  private final Policy policy = Policy.parse("first");
  private final TestServer a = new TestServer("a", 1, 2);
  private final TestServer b = new TestServer("b", 9, 2);
  private final TestServer c = new TestServer("c", 1, 1);
  private final Balancer<TestServer> balancer = policy.over(List.of(a, b, c));

  @Test
  void fillsServersInTheOrderOfTheConfiguration() {
    assertEquals("[a, a, b, b, c, null]", Request.picks(balancer, 6).toString());
  }

  @Test
  void comesBackToAServerThatHasAPlaceAgain() {
    Request.picks(balancer, 5);

    a.release();

    assertSame(a, balancer.pick(Request.PLAIN));
  }

  @Test
  void passesOverAnExcludedServer() {
    assertSame(b, balancer.pick(Request.excluding(a)));
    assertNull(balancer.pick(Request.excluding(a, b, c)));
  }

  @Test
  void picksNoneOfNone() {
    assertNull(policy.<TestServer>over(List.of()).pick(Request.PLAIN));
  }
}
