package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthConfigTest {
  private static final CheckConfig CHECK = new CheckConfig("app");
  private static final ObserveConfig OBSERVE = new ObserveConfig("app");
  private static final BreakerConfig BREAKER = new BreakerConfig("app");

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("check: method 'A B': not a method that can", () -> CHECK.setMethod("A B")),
        refusal("check: method 'CONNECT': not a method", () -> CHECK.setMethod("CONNECT")),
        refusal("check: method '': not a method", () -> CHECK.setMethod(null)),
        refusal("check: uri 'health': must begin with /", () -> CHECK.setUri("health")),
        refusal("check: uri '': must begin with /", () -> CHECK.setUri(null)),
        refusal("check: uri '/a#b': a fragment is not allowed", () -> CHECK.setUri("/a#b")),
        refusal("check: uri '/a b': Illegal character", () -> CHECK.setUri("/a b")),
        refusal("check: host 'a/b': not a host name", () -> CHECK.setHost("a/b")),
        refusal("check: host 'u@h': not a host name", () -> CHECK.setHost("u@h")),
        refusal("check: host 'h:99999': the port", () -> CHECK.setHost("h:99999")),
        refusal("check: host 'h:0': the port", () -> CHECK.setHost("h:0")),
        refusal("check: host 'h:': the port", () -> CHECK.setHost("h:")),
        refusal("check: host '': ", () -> CHECK.setHost(null)),
        refusal("check: expectStatus '2xx': write", () -> CHECK.setExpectStatus("2xx")),
        refusal("check: expectStatus '': write", () -> CHECK.setExpectStatus("")),
        refusal("check: expectStatus '200,': write", () -> CHECK.setExpectStatus("200,")),
        refusal("check: expectStatus '99': write", () -> CHECK.setExpectStatus("99")),
        refusal(
            "check: expectStatus '300-200': the range 300-200 is upside down",
            () -> CHECK.setExpectStatus("300-200")),
        refusal("check: expectHeader ': x': write", () -> CHECK.setExpectHeader(": x")),
        refusal("check: expectHeader 'X:': write", () -> CHECK.setExpectHeader("X:")),
        refusal("check: expectHeader 'X Y': write", () -> CHECK.setExpectHeader("X Y")),
        refusal("check: interval '0': a duration must not", () -> CHECK.setInterval("0")),
        refusal("check: fastInterval 'x': not a duration", () -> CHECK.setFastInterval("x")),
        refusal("check: timeout '2y': unknown unit", () -> CHECK.setTimeout("2y")),
        refusal("check: rise '0': must be at least 1", () -> CHECK.setRise(0)),
        refusal("check: fall '-1': must be at least 1", () -> CHECK.setFall(-1)),
        refusal("check: port '65536': must be from 0", () -> CHECK.setPort(65_536)),
        refusal("observe: layer 'layer5': use layer4 or", () -> OBSERVE.setLayer("layer5")),
        refusal("observe: errorLimit '0': must be at", () -> OBSERVE.setErrorLimit(0)),
        refusal("observe: onError 'x': use mark-down or", () -> OBSERVE.setOnError("x")),
        refusal("observe: downTime '': a duration", () -> OBSERVE.setDownTime("")),
        refusal("breaker: errorRatio '0': must be from 1", () -> BREAKER.setErrorRatio(0)),
        refusal("breaker: errorRatio '101': must be", () -> BREAKER.setErrorRatio(101)),
        refusal("breaker: minimumRequests '0': must", () -> BREAKER.setMinimumRequests(0)),
        refusal("breaker: window '-1s': a duration", () -> BREAKER.setWindow("-1s")),
        refusal("breaker: openTime '1w': unknown unit", () -> BREAKER.setOpenTime("1w")),
        refusal("breaker: probes '0': must be at least 1", () -> BREAKER.setProbes(0)));
  }

  private static Arguments refusal(String begin, Executable setting) {
    return Arguments.of("backend 'app': " + begin, setting);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatIsNotValidIsRefusedNamingBackendOptionAndValue(String begin, Executable setting) {
    String message = assertThrows(ConfigurationException.class, setting).getMessage();
    assertTrue(message.startsWith(begin), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.example.com", "localhost:8080", "127.0.0.1", "[::1]:81", "[::1]"})
  void hostsMayHavePorts(String host) {
    CheckConfig check = new CheckConfig("app");
    check.setHost(host);
    assertEquals(host, check.getHost());
  }

  @Test
  void statusesAreSinglesAndRanges() {
    StatusSet set = StatusSet.parse("x", "200-299, 304,401-401");
    assertTrue(set.contains(200) && set.contains(299) && set.contains(304) && set.contains(401));
    assertFalse(set.contains(199) || set.contains(300) || set.contains(303) || set.contains(-1));
    assertEquals("200-299, 304,401-401", set.toString());
  }

  @Test
  void intervalsFollowTheInterval() {
    CheckConfig check = new CheckConfig("app");
    check.setInterval("7s");
    assertEquals(Duration.ofSeconds(7), check.getTimeout());
    assertEquals(Duration.ofSeconds(7), check.getFastInterval());
    check.setTimeout("1s");
    check.setFastInterval("500");
    assertEquals(Duration.ofSeconds(1), check.getTimeout());
    assertEquals(Duration.ofMillis(500), check.getFastInterval());
  }

  @Test
  void settingsOfRequestsNeedAUri() {
    CheckConfig check = new CheckConfig("app");
    assertDoesNotThrow(check::validate);
    check.setExpectStatus("200");
    String message = assertThrows(ConfigurationException.class, check::validate).getMessage();
    assertEquals(
        "backend 'app': check: expectStatus '200': has no effect, since there is no uri", message);
    check.setUri("/health");
    assertDoesNotThrow(check::validate);
  }

  @Test
  void aSocketHasNoOtherPortToBeCheckedAt() {
    RoutingConfig config = new RoutingConfig();
    BackendConfig backend = config.backend("app");
    backend.server("u", "unix:/run/app.sock");
    backend.check();
    assertDoesNotThrow(config::validate);
    backend.getCheck().setPort(8090);
    assertEquals(
        "backend 'app', server 'u': check: port '8090': a server at a unix-domain socket has none",
        assertThrows(ConfigurationException.class, config::validate).getMessage());
  }

  @Test
  void equalDeclarationsAreEqual() {
    CheckConfig check = new CheckConfig("b");
    CheckConfig same = new CheckConfig("b");
    assertEquals(check, same);
    assertEquals(check.hashCode(), same.hashCode());
    check.setUri("/health");
    check.setExpectStatus("200,204");
    assertNotEquals(check, same);
    same.setUri("/health");
    same.setExpectStatus("204,200");
    assertEquals(check, same);
    same.setRise(7);
    assertNotEquals(check, same);

    BreakerConfig breaker = new BreakerConfig("b");
    assertEquals(new BreakerConfig("b"), breaker);
    breaker.setErrorRatio(7);
    assertNotEquals(new BreakerConfig("b"), breaker);

    ObserveConfig observe = new ObserveConfig("b");
    assertEquals(new ObserveConfig("b"), observe);
    observe.setErrorLimit(7);
    assertNotEquals(new ObserveConfig("b"), observe);
  }
}
