package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingConfigTest {
  private final RoutingConfig config = new RoutingConfig();

  @Test
  void anEmptyConfigurationIsValidAndLeavesAllToTheWebapps() {
    config.validate();
    assertEquals("webapps", config.getDefaultBackend());
    assertEquals(List.of(), config.rules());
  }

  @Test
  void declarationsAreKeptInOrder() {
    config.backend("b").server("s2", "http://localhost:2");
    config.backends().get(0).server("s1", "http://localhost:1");
    config.backend("a").server("s1", "http://localhost:3");
    config.acl("x", "path /1");
    config.acl("x", "path /2");
    config.useBackend("b", "x");
    config.useBackend("webapps");
    config.validate();

    assertEquals(List.of("b", "a"), config.backends().stream().map(BackendConfig::name).toList());
    assertEquals(
        List.of("s2", "s1"),
        config.backends().get(0).servers().stream().map(ServerConfig::name).toList());
    assertEquals(
        List.of(new AclConfig("x", "path /1", ""), new AclConfig("x", "path /2", "")),
        config.acls());
    assertEquals("x", config.rules().get(0).condition());
    assertNull(config.rules().get(1).condition());
    assertEquals("webapps", config.rules().get(1).backend());
    assertEquals("", config.rules().get(1).origin());
  }

  @Test
  void settingsAreTakenOver() {
    BackendConfig backend = config.backend("b");
    backend.setConnectTimeout("1s");
    assertEquals(Duration.ofSeconds(1), backend.getQueueTimeout(), "follows the connect timeout");
    backend.setServerTimeout("2s");
    backend.setKeepAliveTimeout("3s");
    backend.setQueueTimeout("4s");
    backend.setRetries(0);
    backend.setBalance("roundrobin");
    ServerConfig server = backend.server("s", "https://localhost");
    server.setWeight(256);
    server.setMaxConnections(10_000);
    config.setClientTimeout("6s");
    config.setVia("");

    assertEquals(Duration.ofSeconds(1), backend.getConnectTimeout());
    assertEquals(Duration.ofSeconds(2), backend.getServerTimeout());
    assertEquals(Duration.ofSeconds(3), backend.getKeepAliveTimeout());
    assertEquals(Duration.ofSeconds(4), backend.getQueueTimeout());
    assertEquals(0, backend.getRetries());
    assertEquals(256, server.getWeight());
    assertEquals(10_000, server.getMaxConnections());
    assertEquals(URI.create("https://localhost:443"), server.uri());
    assertEquals(Duration.ofSeconds(6), config.getClientTimeout());
    assertEquals("", config.getVia());
  }

  @Test
  void flagsInTextAreTrueOrFalseAndNothingElse() {
    config.setForwardedFor("false");
    config.setForwarded("false");
    assertFalse(config.isForwardedFor());
    assertFalse(config.isForwarded());
    config.setForwardedFor("true");
    config.setForwarded("true");
    assertTrue(config.isForwardedFor());
    assertTrue(config.isForwarded());
    refused("forwardedFor 'yes': must be true or false", () -> config.setForwardedFor("yes"));
    refused("forwarded 'TRUE': must be true or false", () -> config.setForwarded("TRUE"));
    refused("forwarded '': must be true or false", () -> config.setForwarded((String) null));
  }

  @Test
  void aBackendIsDeclaredOnce() {
    config.backend("b");
    refused("backend 'b': declared twice", () -> config.backend("b"));
  }

  @Test
  void theNameOfTheWebappsIsReserved() {
    refused(
        "backend 'webapps': the name is reserved for this Jetty's own handlers",
        () -> config.backend("webapps"));
  }

  @Test
  void aServerIsDeclaredOnceInABackend() {
    BackendConfig backend = config.backend("b");
    backend.server("s", "http://localhost:1");
    config.backend("c").server("s", "http://localhost:1");
    refused(
        "backend 'b': server 's': declared twice", () -> backend.server("s", "http://localhost:2"));
  }

  @Test
  void aServersAddressIsRefusedNamingTheServer() {
    refused(
        "backend 'b', server 's': URI 'ftp://h': unknown scheme 'ftp'; use http, https, h2c or unix",
        () -> config.backend("b").server("s", "ftp://h"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "a,b", "a=b", "a\"", "é"})
  void aNameOfOtherCharactersIsRefused(String name) {
    String reason = " '" + name + "': a name consists of letters, digits, '-', '_', '.' and ':'";
    BackendConfig backend = config.backend("b");
    refused("backend" + reason, () -> config.backend(name));
    refused("backend 'b', server" + reason, () -> backend.server(name, "http://localhost:1"));
    refused("acl" + reason, () -> config.acl(name, "path /"));
    refused("useBackend" + reason, () -> config.useBackend(name));
    refused("defaultBackend" + reason, () -> config.setDefaultBackend(name));
  }

  @Test
  void nothingIsNoName() {
    refused("backend '': a name is required", () -> config.backend(""));
    refused("acl '': a name is required", () -> config.acl(null, "path /"));
    refused("useBackend '': a name is required", () -> config.useBackend(null, "x"));
  }

  @Test
  void anEmptyExpressionOrConditionIsRefusedInsteadOfMatchingAlways() {
    String reason = "useBackend 'b': the condition is empty; omit it to match always";
    refused("acl 'x': the expression is empty", () -> config.acl("x", " "));
    refused("acl 'x': the expression is empty", () -> config.acl("x", null));
    refused(reason, () -> config.useBackend("b", ""));
    refused(reason, () -> config.useBackend("b", null));
  }

  @Test
  void everyDurationIsRefusedNamingBackendOptionAndText() {
    BackendConfig backend = config.backend("b");
    String reason = " '5x': unknown unit 'x'; use us, ms, s, m, h or d";
    refused("backend 'b': connectTimeout" + reason, () -> backend.setConnectTimeout("5x"));
    refused("backend 'b': serverTimeout" + reason, () -> backend.setServerTimeout("5x"));
    refused("backend 'b': keepAliveTimeout" + reason, () -> backend.setKeepAliveTimeout("5x"));
    refused("backend 'b': queueTimeout" + reason, () -> backend.setQueueTimeout("5x"));
    refused("backend 'b': clientTimeout" + reason, () -> backend.setClientTimeout("5x"));
    refused("backend 'b': tunnelTimeout" + reason, () -> backend.setTunnelTimeout("5x"));
    refused("backend 'b': totalTimeout" + reason, () -> backend.setTotalTimeout("5x"));
    refused(
        "backend 'b': eventStreamKeepAlive" + reason, () -> backend.setEventStreamKeepAlive("5x"));
    refused("backend 'b': retryAfter" + reason, () -> backend.setRetryAfter("5x"));
    refused("clientTimeout" + reason, () -> config.setClientTimeout("5x"));
    RuleConfig rule = config.useBackend("b");
    refused("useBackend 'b': connectTimeout" + reason, () -> rule.setConnectTimeout("5x"));
    refused("useBackend 'b': queueTimeout" + reason, () -> rule.setQueueTimeout("5x"));
    refused("useBackend 'b': serverTimeout" + reason, () -> rule.setServerTimeout("5x"));
    refused("useBackend 'b': clientTimeout" + reason, () -> rule.setClientTimeout("5x"));
    refused("useBackend 'b': tunnelTimeout" + reason, () -> rule.setTunnelTimeout("5x"));
    refused("useBackend 'b': totalTimeout" + reason, () -> rule.setTotalTimeout("5x"));
    refused(
        "useBackend 'b': eventStreamKeepAlive" + reason, () -> rule.setEventStreamKeepAlive("5x"));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    BackendConfig backend = config.backend("b");
    ServerConfig server = backend.server("s", "http://localhost:1");
    server.setWeight(0);
    refused(
        "backend 'b', server 's': weight '-1': must be from 0 to 256", () -> server.setWeight(-1));
    refused(
        "backend 'b', server 's': weight '257': must be from 0 to 256",
        () -> server.setWeight(257));
    refused(
        "backend 'b', server 's': maxConnections '-1': must not be negative",
        () -> server.setMaxConnections(-1));
    refused("backend 'b': retries '-1': must not be negative", () -> backend.setRetries(-1));
    refused("backend 'b': maxQueue '-1': must not be negative", () -> backend.setMaxQueue(-1));
    refused("backend 'b': maxHeld '-1': must not be negative", () -> backend.setMaxHeld(-1));
    refused(
        "backend 'b': maxHeldPerClient '-1': must not be negative",
        () -> backend.setMaxHeldPerClient(-1));
    refused(
        "backend 'b': retryBudget '-1': must not be negative", () -> backend.setRetryBudget(-1));
  }

  @Test
  void flagsAreTrueOrFalseOnly() {
    ServerConfig server = config.backend("b").server("s", "http://localhost:1");
    RuleConfig rule = config.useBackend("b");
    server.setBackup("true");
    rule.setLongPoll("true");
    assertTrue(server.isBackup());
    assertTrue(rule.isLongPoll());
    refused(
        "backend 'b', server 's': backup 'yes': must be true or false",
        () -> server.setBackup("yes"));
    refused("useBackend 'b': longPoll 'yes': must be true or false", () -> rule.setLongPoll("yes"));
  }

  @Test
  void anUnknownPolicyIsRefused() {
    BackendConfig backend = config.backend("b");
    String message =
        assertThrows(ConfigurationException.class, () -> backend.setBalance("best")).getMessage();
    assertTrue(message.startsWith("backend 'b': balance 'best': "), message);
    assertTrue(message.contains("leastconn"), message);
  }

  @ParameterizedTest
  @CsvSource({"two words", "a;b", "a(b)", "'a\r\nX: y'"})
  void aPseudonymThatCouldForgeAFieldIsRefused(String pseudonym) {
    refused(
        "via '" + pseudonym + "': must be one word, as RFC 9110 allows in the Via field",
        () -> config.setVia(pseudonym));
  }

  @Test
  void aBackendWithoutServersIsInvalid() {
    config.backend("b");
    refused("backend 'b': has no server", config::validate);
  }

  @Test
  void aRuleForAnUnknownBackendIsInvalid() {
    config.backend("b").server("s", "http://localhost:1");
    config.useBackend("c", "{ path / }");
    refused("useBackend 'c': unknown backend; declared: b, webapps", config::validate);
  }

  @Test
  void anUnknownDefaultBackendIsInvalid() {
    config.setDefaultBackend("c");
    refused("defaultBackend 'c': unknown backend; declared: webapps", config::validate);
  }

  @Test
  void aBackendMayBeDeclaredAfterTheRuleThatUsesIt() {
    config.useBackend("b");
    config.setDefaultBackend("b");
    config.backend("b").server("s", "http://localhost:1");
    config.validate();
    assertEquals("b", config.getDefaultBackend());
  }

  @Test
  void whatIsDeclaredIsNotChangedThroughTheLists() {
    BackendConfig backend = config.backend("b");
    assertThrows(UnsupportedOperationException.class, () -> config.backends().clear());
    assertThrows(UnsupportedOperationException.class, () -> config.acls().clear());
    assertThrows(UnsupportedOperationException.class, () -> config.rules().clear());
    assertThrows(UnsupportedOperationException.class, () -> backend.servers().clear());
  }

  private static void refused(String message, Executable declaration) {
    assertEquals(message, assertThrows(ConfigurationException.class, declaration).getMessage());
  }

  @Test
  void trustedProxiesAreNetworks() {
    assertEquals("", config.getTrustedProxies());
    config.setTrustedProxies(" 10.0.0.0/8, ::1 ");
    assertEquals("10.0.0.0/8, ::1", config.getTrustedProxies());
    assertTrue(config.trustedProxies().contain(new InetSocketAddress("10.0.0.1", 80)));
    refused(
        "trustedProxies '::1, lb.example': 'lb.example' is no IPv4 or IPv6 network",
        () -> config.setTrustedProxies("::1, lb.example"));
    config.setTrustedProxies(null);
    assertFalse(config.trustedProxies().contain(new InetSocketAddress("10.0.0.1", 80)));
  }

  @Test
  void sendProxyIsAVersionOrNone() {
    ServerConfig server = config.backend("b").server("s", "http://127.0.0.1:1");
    assertEquals(SendProxy.NONE, server.getSendProxy());
    server.setSendProxy("v2");
    assertEquals(SendProxy.V2, server.getSendProxy());
    assertEquals(
        SendProxy.V2, ServerConfig.at(InetAddress.getLoopbackAddress(), server).getSendProxy());
    assertEquals(
        "backend 'b', server 's': sendProxy 'v3': must be none, v1 or v2",
        assertThrows(ConfigurationException.class, () -> server.setSendProxy("v3")).getMessage());
  }
}
