package org.requestrouter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.CheckConfig;

/** States from the results of checks. */
class ServerHealthTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final ServerHealth health = new ServerHealth("server 'b/s'", scheduler);
  private final CheckConfig check = new CheckConfig("b");
  private final Changes changes = new Changes();

  ServerHealthTest() {
    health.configure(check, null);
    health.listen(changes);
  }

  private void results(String script) {
    for (int i = 0; i < script.length(); i++) {
      boolean passed = script.charAt(i) == '+';
      health.checked(passed, passed ? "status 200" : "status 503");
    }
  }

  @Test
  void aServerBeginsUp() {
    assertTrue(health.isUp());
    assertEquals(List.of(), changes.told());
    assertEquals(ServerHealth.NEVER, health.recovered());
  }

  @Test
  void theVeryFirstCheckTakesAServerDownAlone() {
    results("-");
    assertFalse(health.isUp());
    assertEquals(List.of("down: check failed: status 503"), changes.told());
  }

  @Test
  void aProvenServerGoesDownWithThreeFailuresInARow() {
    results("+--+--");
    assertTrue(health.isUp());
    results("-");
    assertFalse(health.isUp());
    assertEquals(List.of("down: check failed 3 times: status 503"), changes.told());
  }

  @Test
  void aServerComesUpWithTwoSuccessesInARow() {
    results("-+-+");
    assertFalse(health.isUp());
    results("+");
    assertTrue(health.isUp());
    assertEquals("up: check passed 2 times: status 200", changes.told().get(1));
    assertNotEquals(ServerHealth.NEVER, health.recovered());
  }

  @Test
  void riseAndFallAreCountedAsConfigured() {
    check.setRise(1);
    check.setFall(1);
    results("+-+-");
    assertEquals(
        List.of(
            "down: check failed: status 503",
            "up: check passed: status 200",
            "down: check failed: status 503"),
        changes.told());
  }

  @Test
  void countersAndTheLastResultShowWhatHasBeen() {
    Instant before = Instant.parse(health.getSince());
    results("+---+");
    assertEquals(5, health.getChecks());
    assertEquals(3, health.getFailedChecks());
    assertEquals(1, health.getTransitions());
    assertEquals("status 200", health.getLastCheck());
    assertFalse(Instant.parse(health.getSince()).isBefore(before));
  }

  @Test
  void theStateIsTransitionalWhileItIsInDoubt() {
    assertTrue(health.isTransitional(), "unchecked");
    results("+");
    assertFalse(health.isTransitional(), "up");
    results("-");
    assertTrue(health.isTransitional(), "going down");
    results("--");
    assertFalse(health.isTransitional(), "down");
    results("+");
    assertTrue(health.isTransitional(), "coming up");
  }

  @Test
  void eachChangeIsLoggedOnce() {
    try (CapturedLog log = new CapturedLog()) {
      results("+----++-");
      List<String> lines = log.lines("server 'b/s'");
      assertEquals(2, lines.size(), lines::toString);
      assertTrue(lines.get(0).contains("WARN"), lines.get(0));
      assertTrue(lines.get(0).endsWith("server 'b/s' is down: check failed 3 times: status 503"));
      assertTrue(lines.get(1).contains("INFO"), lines.get(1));
      assertTrue(lines.get(1).endsWith("server 'b/s' is up: check passed 2 times: status 200"));
    }
  }

  @Test
  void aListenerThatFailsHidesNothingFromTheOthers() {
    ServerHealth other = new ServerHealth("server 'b/o'", scheduler);
    other.configure(check, null);
    other.listen(
        (up, reason) -> {
          throw new IllegalStateException("expected in this test");
        });
    other.listen(changes);
    other.checked(false, "status 503");
    assertEquals(1, changes.told().size());
  }

  @Test
  void aListenerMayCauseTheNextChange() {
    health.listen((up, reason) -> results(up ? "" : "++"));
    results("-");
    assertEquals(
        List.of("down: check failed: status 503", "up: check passed 2 times: status 200"),
        changes.told());
  }

  @Test
  void theStateSurvivesAnotherConfiguration() {
    results("-");
    CheckConfig other = new CheckConfig("b");
    other.setRise(1);
    health.configure(other, null);
    assertFalse(health.isUp());
    results("+");
    assertTrue(health.isUp());
  }

  @Test
  void aProvenServerStaysProvenWhenItsChecksChange() {
    results("+");
    health.configure(new CheckConfig("b"), null);
    results("--");
    assertTrue(health.isUp());
  }

  @Test
  void aServerThatIsNoLongerCheckedComesUp() {
    results("-");
    health.configure(null, null);
    assertTrue(health.isUp());
    assertEquals("up: no longer checked", changes.told().get(1));
    results("---");
    assertTrue(health.isUp(), "a result that comes late");
  }
}
