package org.requestrouter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.health.CircuitBreaker.REFUSED;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.BreakerConfig;
import org.requestrouter.health.CircuitBreaker.State;

class CircuitBreakerTest {
  private final ManualScheduler clock = new ManualScheduler();
  private final BreakerConfig config = new BreakerConfig("b");
  private final Changes changes = new Changes();
  private CircuitBreaker breaker = create();

  private CircuitBreaker create() {
    CircuitBreaker created = new CircuitBreaker("server 'b/s'", config, clock::nanoTime);
    created.listen(changes);
    return created;
  }

  private void requests(int good, int bad) {
    for (int i = 0; i < good + bad; i++) {
      int pass = breaker.tryPass();
      assertNotEquals(REFUSED, pass);
      breaker.record(pass, i < good);
    }
  }

  /** Opens the breaker, and returns the pass of a request that is still under way. */
  private int open() {
    int pass = breaker.tryPass();
    requests(10, 10);
    assertEquals(State.OPEN, breaker.state());
    return pass;
  }

  @Test
  void aBreakerIsClosed() {
    assertEquals(State.CLOSED, breaker.state());
    assertNotEquals(REFUSED, breaker.tryPass());
    assertEquals(0, breaker.nanosUntilPass());
  }

  @Test
  void halfOfTwentyRequestsOpensIt() {
    requests(10, 9);
    assertEquals(State.CLOSED, breaker.state());
    breaker.record(breaker.tryPass(), false);
    assertEquals(State.OPEN, breaker.state());
    assertEquals(REFUSED, breaker.tryPass());
    assertEquals(List.of("down: 10 of 20 requests failed"), changes.told());
    assertEquals(1, breaker.getTimesOpened());
  }

  @Test
  void fewerThanTheMinimumOpenNothing() {
    requests(0, 19);
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void aSmallerShareOpensNothing() {
    requests(200, 190);
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void failuresAreForgottenWhenTheWindowHasPassed() {
    requests(0, 19);
    clock.advanceMillis(10_001);
    requests(0, 19);
    assertEquals(State.CLOSED, breaker.state());
    clock.advanceMillis(5_000);
    requests(0, 1);
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void itProbesAfterTheOpenTimeAndClosesWithASuccess() {
    open();
    assertEquals(TimeUnit.SECONDS.toNanos(10), breaker.nanosUntilPass());
    clock.advanceMillis(9_999);
    assertEquals(REFUSED, breaker.tryPass());
    clock.advanceMillis(1);
    assertEquals(State.HALF_OPEN, breaker.state());
    assertEquals(0, breaker.nanosUntilPass());
    int probe = breaker.tryPass();
    assertNotEquals(REFUSED, probe);
    assertEquals(REFUSED, breaker.tryPass(), "one probe only");
    breaker.record(probe, true);
    assertEquals(State.CLOSED, breaker.state());
    assertEquals("up: a probe succeeded", changes.told().get(1));
  }

  @Test
  void aFailedProbeOpensItForTheWholeTime() {
    open();
    clock.advanceMillis(10_000);
    breaker.record(breaker.tryPass(), false);
    assertEquals(State.OPEN, breaker.state());
    clock.advanceMillis(9_999);
    assertEquals(REFUSED, breaker.tryPass());
    clock.advanceMillis(1);
    assertNotEquals(REFUSED, breaker.tryPass());
    assertEquals(2, breaker.getTimesOpened());
    assertEquals(1, changes.told().size(), "it has been spared all the time");
  }

  @Test
  void allProbesMustSucceed() {
    config.setProbes(2);
    breaker = create();
    open();
    clock.advanceMillis(10_000);
    int first = breaker.tryPass();
    int second = breaker.tryPass();
    assertEquals(REFUSED, breaker.tryPass());
    breaker.record(first, true);
    assertEquals(State.HALF_OPEN, breaker.state());
    breaker.record(second, true);
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void theFailureOfOneProbeOutweighsTheOthers() {
    config.setProbes(2);
    breaker = create();
    open();
    clock.advanceMillis(10_000);
    int first = breaker.tryPass();
    int second = breaker.tryPass();
    breaker.record(first, false);
    breaker.record(second, true);
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void aCancelledProbeMakesRoomForAnother() {
    open();
    clock.advanceMillis(10_000);
    int probe = breaker.tryPass();
    breaker.cancel(probe);
    assertNotEquals(REFUSED, breaker.tryPass());
    assertEquals(REFUSED, breaker.tryPass());
  }

  @Test
  void aProbeThatNeverReportsBlocksForTheOpenTimeOnly() {
    open();
    clock.advanceMillis(10_000);
    int silent = breaker.tryPass();
    clock.advanceMillis(9_999);
    assertEquals(REFUSED, breaker.tryPass());
    clock.advanceMillis(1);
    int probe = breaker.tryPass();
    assertNotEquals(REFUSED, probe);
    assertEquals(REFUSED, breaker.tryPass());
    breaker.record(probe, true);
    assertEquals(State.CLOSED, breaker.state());
    breaker.record(silent, false);
    assertEquals(State.CLOSED, breaker.state(), "its time is over");
  }

  @Test
  void requestsFromBeforeAreNoProbes() {
    int old = open();
    clock.advanceMillis(10_000);
    int probe = breaker.tryPass();
    breaker.record(old, true);
    assertEquals(State.HALF_OPEN, breaker.state());
    breaker.record(old, false);
    assertEquals(State.HALF_OPEN, breaker.state());
    breaker.cancel(old);
    assertEquals(REFUSED, breaker.tryPass());
    breaker.record(probe, true);
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void aClosedBreakerBeginsAnew() {
    open();
    clock.advanceMillis(10_000);
    breaker.record(breaker.tryPass(), true);
    requests(0, 19);
    assertEquals(State.CLOSED, breaker.state());
    requests(0, 1);
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void cancelledRequestsCountForNothing() {
    for (int i = 0; i < 100; i++) {
      breaker.cancel(breaker.tryPass());
    }
    requests(0, 19);
    assertEquals(State.CLOSED, breaker.state());
    requests(0, 1);
    assertEquals(List.of("down: 20 of 20 requests failed"), changes.told());
  }

  @Test
  void theWindowKeepsTheShareOfMoreRequestsThanItCanCount() {
    ErrorWindow window = new ErrorWindow(TimeUnit.SECONDS.toNanos(10), 0);
    for (int i = 0; i < 3_000_000; i++) {
      window.record(i % 4 != 0, 0);
    }
    ErrorWindow.Totals totals = window.totals(0);
    assertTrue(totals.requests() > 500_000, totals::toString);
    assertEquals(0.25, (double) totals.errors() / totals.requests(), 0.001);
  }

  @Test
  void openingAndClosingAreLoggedOnce() {
    try (CapturedLog log = new CapturedLog()) {
      open();
      clock.advanceMillis(10_000);
      breaker.record(breaker.tryPass(), true);
      List<String> lines = log.lines("server 'b/s'");
      assertEquals(2, lines.size(), lines::toString);
      assertTrue(lines.get(0).endsWith("is spared requests: 10 of 20 requests failed"));
      assertTrue(lines.get(1).endsWith("is given requests again: a probe succeeded"));
    }
  }
}
