package org.requestrouter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.health.Observation.BAD_RESPONSE;
import static org.requestrouter.health.Observation.CONNECTED;
import static org.requestrouter.health.Observation.GOOD_RESPONSE;
import static org.requestrouter.health.Observation.NOT_CONNECTED;
import static org.requestrouter.health.Observation.NO_RESPONSE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.ObserveConfig;

/** States from what requests show. */
class ObservedHealthTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final ServerHealth health = new ServerHealth("server 'b/s'", scheduler);
  private final CheckConfig check = new CheckConfig("b");
  private final ObserveConfig observe = new ObserveConfig("b");
  private final Changes changes = new Changes();

  ObservedHealthTest() {
    observe.setErrorLimit(3);
    health.configure(null, observe);
    health.listen(changes);
  }

  private void observed(Observation... observations) {
    List.of(observations).forEach(health::observed);
  }

  @Test
  void errorsInARowTakeAServerDown() {
    observed(NOT_CONNECTED, NOT_CONNECTED, CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    assertTrue(health.isUp());
    observed(NOT_CONNECTED);
    assertFalse(health.isUp());
    assertEquals(List.of("down: 3 errors in a row: not connected"), changes.told());
  }

  @Test
  void requestsMayBeCountedWhateverTheLayer() {
    health.observed(false);
    health.observed(false);
    health.observed(true);
    health.observed(false);
    health.observed(false);
    assertTrue(health.isUp());
    health.observed(false);
    assertEquals(List.of("down: 3 errors in a row: request failed"), changes.told());
  }

  @Test
  void onLayer4OnlyConnectionsCount() {
    observed(BAD_RESPONSE, NO_RESPONSE, NO_RESPONSE, NOT_CONNECTED, NOT_CONNECTED);
    assertTrue(health.isUp());
    observed(GOOD_RESPONSE, NOT_CONNECTED);
    assertFalse(health.isUp(), "a response is no connection made");
  }

  @Test
  void onLayer7ResponsesCountAndConnectionsMadeDoNot() {
    observe.setLayer("layer7");
    observed(BAD_RESPONSE, NO_RESPONSE, GOOD_RESPONSE, NOT_CONNECTED, BAD_RESPONSE);
    assertTrue(health.isUp());
    observed(CONNECTED, NO_RESPONSE);
    assertEquals(List.of("down: 3 errors in a row: no response"), changes.told());
  }

  @ParameterizedTest
  @CsvSource({"100,true", "200,true", "404,true", "499,true", "501,true", "505,true"})
  @CsvSource({"500,false", "502,false", "503,false", "504,false", "506,false", "599,false"})
  void statusesAreGoodOrBadAsInHaproxy(int status, boolean good) {
    assertEquals(good ? GOOD_RESPONSE : BAD_RESPONSE, Observation.of(status));
  }

  @Test
  void nothingIsObservedUnlessConfigured() {
    health.configure(check, null);
    for (int i = 0; i < 100; i++) {
      health.observed(false);
      observed(NOT_CONNECTED);
    }
    assertTrue(health.isUp());
  }

  @Test
  void withoutChecksTheServerIsTriedAgainAfterTheDownTime() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    scheduler.advanceMillis(9_999);
    assertFalse(health.isUp());
    scheduler.advanceMillis(1);
    assertTrue(health.isUp());
    assertEquals("up: tried again after the down time", changes.told().get(1));
  }

  @Test
  void aServerTriedAgainGoesDownWithTheFirstError() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    scheduler.advanceMillis(10_000);
    observed(NOT_CONNECTED);
    assertFalse(health.isUp());
    scheduler.advanceMillis(10_000);
    assertTrue(health.isUp());
    assertEquals(4, health.getTransitions());
  }

  @Test
  void aServerTriedAgainIsTrustedAfterASuccess() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    scheduler.advanceMillis(10_000);
    observed(CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    assertTrue(health.isUp());
    observed(NOT_CONNECTED);
    assertFalse(health.isUp());
  }

  @Test
  void lateErrorsOfAServerThatIsDownChangeNothing() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    assertEquals(1, scheduler.waiting());
    assertEquals(1, health.getTransitions());
  }

  @Test
  void aCheckedServerMarkedDownNeedsGoodChecks() {
    health.configure(check, observe);
    health.checked(true, "connected");
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    assertFalse(health.isUp());
    assertEquals(0, scheduler.waiting(), "nothing but checks brings it up");
    health.checked(true, "connected");
    assertFalse(health.isUp());
    health.checked(true, "connected");
    assertTrue(health.isUp());
  }

  @Test
  void failCheckCountsAsOneFailedCheck() {
    observe.setOnError("fail-check");
    health.configure(check, observe);
    health.checked(true, "connected");
    health.checked(false, "refused");
    health.checked(false, "refused");
    observed(NOT_CONNECTED, NOT_CONNECTED);
    assertTrue(health.isUp());
    observed(NOT_CONNECTED);
    assertFalse(health.isUp());
    assertEquals(List.of("down: 3 errors in a row: not connected"), changes.told());
    assertEquals(3, health.getChecks(), "simulated ones are not counted");
  }

  @Test
  void failCheckWithoutChecksMarksDown() {
    observe.setOnError("fail-check");
    health.configure(null, observe);
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    assertFalse(health.isUp());
  }

  @Test
  void aPassedCheckClearsTheErrors() {
    health.configure(check, observe);
    observed(NOT_CONNECTED, NOT_CONNECTED);
    health.checked(true, "connected");
    observed(NOT_CONNECTED, NOT_CONNECTED);
    assertTrue(health.isUp());
  }

  @Test
  void errorsHastenTheNextCheck() {
    health.configure(check, observe);
    int[] hastened = {0};
    health.onDoubt(() -> hastened[0]++);
    observed(NOT_CONNECTED, NOT_CONNECTED);
    assertEquals(0, hastened[0]);
    observed(NOT_CONNECTED);
    assertEquals(1, hastened[0]);
  }

  @Test
  void aStoppedServerIsNotTriedAgain() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    health.stop();
    assertEquals(0, scheduler.waiting());
  }

  @Test
  void aServerDownThatBecomesCheckedWaitsForChecks() {
    observed(NOT_CONNECTED, NOT_CONNECTED, NOT_CONNECTED);
    health.configure(check, observe);
    scheduler.advanceMillis(20_000);
    assertFalse(health.isUp());
    health.checked(true, "connected");
    health.checked(true, "connected");
    assertTrue(health.isUp());
  }
}
