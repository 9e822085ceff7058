package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewriteConfigTest {
  private final RewriteConfig config =
      new RewriteConfig() {
        @Override
        String label() {
          return "useBackend 'b'";
        }
      };

  private static void refused(String message, Executable setting) {
    ConfigurationException refused = assertThrows(ConfigurationException.class, setting);
    assertEquals("useBackend 'b': " + message, refused.getMessage());
  }

  @Test
  void changesNothingUnlessToldTo() {
    assertFalse(config.rewrites());
    assertNull(config.getStripPrefix());
    assertEquals("preserve", config.getHost());
    assertFalse(config.isRewriteLocation());
    assertFalse(config.isRewriteCookiePath());
  }

  @Test
  void changesOfFieldsAreKeptInTheirOrder() {
    config.setRequestHeader("X-Real-IP", "%[src]");
    config.addRequestHeader("X-Also", "a");
    config.delRequestHeader("X-Debug");
    config.setResponseHeader("X-Frame-Options", "DENY");
    config.delResponseHeader("X-Powered-By");
    config.addResponseHeader("Set-Cookie", "a=%[src]");

    assertEquals(
        List.of("SET X-Real-IP %[src]", "ADD X-Also a", "DELETE X-Debug null"),
        config.requestChanges().stream().map(RewriteConfigTest::text).toList());
    assertEquals(
        List.of("SET X-Frame-Options DENY", "DELETE X-Powered-By null", "ADD Set-Cookie a=%[src]"),
        config.responseChanges().stream().map(RewriteConfigTest::text).toList());
    assertTrue(config.rewrites());
  }

  private static String text(HeaderChange change) {
    return change.kind() + " " + change.name() + " " + change.value();
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length, frames the message",
    "transfer-encoding, frames the message",
    "Trailer, frames the message",
    "TE, frames the message",
    "Connection, never forwarded",
    "KEEP-ALIVE, never forwarded",
    "Proxy-Connection, never forwarded",
    "Proxy-Authorization, never forwarded",
    "Upgrade, never forwarded",
    "'X:', not a field name",
    "'', not a field name",
    "'a b', not a field name",
    "'X\r\nY', not a field name",
    "caf\u00e9, not a field name",
  })
  void fieldsThatAreNotTheRulesAreRefusedEverywhere(String name, String reason) {
    List<Executable> calls =
        List.of(
            () -> config.setRequestHeader(name, "x"),
            () -> config.addRequestHeader(name, "x"),
            () -> config.delRequestHeader(name),
            () -> config.setResponseHeader(name, "x"),
            () -> config.addResponseHeader(name, "x"),
            () -> config.delResponseHeader(name));
    for (Executable call : calls) {
      String message = assertThrows(ConfigurationException.class, call).getMessage();
      assertTrue(message.contains("Header '" + name + "': ") && message.contains(reason), message);
    }
    assertFalse(config.rewrites());
  }

  @Test
  void hostAndExpectAreRefusedInRequestsOnly() {
    refused(
        "setRequestHeader 'host': the setting 'host' changes this field",
        () -> config.setRequestHeader("host", "x"));
    refused(
        "delRequestHeader 'Expect': the field says when the client sends its content, which only"
            + " it knows",
        () -> config.delRequestHeader("Expect"));
    config.setResponseHeader("Host", "x");
  }

  @Test
  void valuesThatDoNotCompileAreRefused() {
    refused(
        "setRequestHeader 'X' '%[nothing]': unknown fetch 'nothing'",
        () -> config.setRequestHeader("X", "%[nothing]"));
    refused(
        "addResponseHeader 'X' 'a\r\nb': control character 13 at position 2 of the text",
        () -> config.addResponseHeader("X", "a\r\nb"));
    refused(
        "setResponseHeader 'X' 'null': a text is required",
        () -> config.setResponseHeader("X", null));
  }

  @ParameterizedTest
  @CsvSource({"/api, /api", "/api/, /api", "/a/b, /a/b", "/a%20b, /a%20b", "/a.b/~c, /a.b/~c"})
  void aPrefixIsWholeSegments(String given, String prefix) {
    config.setStripPrefix(given);
    assertEquals(prefix, config.getStripPrefix());
    assertEquals("", config.pathReplacement());
    assertTrue(config.rewrites());
  }

  @ParameterizedTest
  @CsvSource({"/api, /v2, /api, /v2", "/api/, /, /api, ''", "/, /v2/, '', /v2"})
  void aPrefixIsReplaced(String from, String to, String prefix, String replacement) {
    config.replacePrefix(from, to);
    assertEquals(prefix, config.getStripPrefix());
    assertEquals(replacement, config.pathReplacement());
  }

  @ParameterizedTest
  @CsvSource({
    "api, a path begins with '/'",
    "'', a path begins with '/'",
    "/a b, 'a path consists of letters, digits, -._~!$&''()*+,=:@/ and %XX'",
    "/a?b, 'a path consists of letters, digits, -._~!$&''()*+,=:@/ and %XX'",
    "/a%2, 'a path consists of letters, digits, -._~!$&''()*+,=:@/ and %XX'",
    "/a;b, 'a path consists of letters, digits, -._~!$&''()*+,=:@/ and %XX'",
    "/a//b, a path has no empty segments",
    "//, a path has no empty segments",
    "/a/../b, '''.'' and ''..'' are not allowed'",
    "/a/., '''.'' and ''..'' are not allowed'",
    "/%2e%2E/a, '''.'' and ''..'' are not allowed'",
    "/, there is nothing to strip",
  })
  void whatIsNoPrefixIsRefused(String path, String reason) {
    refused("stripPrefix '" + path + "': " + reason, () -> config.setStripPrefix(path));
    assertFalse(config.rewrites());
  }

  @Test
  void thePathHasOnePrefixOnly() {
    refused(
        "replacePrefix '/a' 'b': a path begins with '/'", () -> config.replacePrefix("/a", "b"));
    refused("replacePrefix '/a' '/a/': both are the same", () -> config.replacePrefix("/a", "/a/"));
    config.setStripPrefix("/a");
    refused(
        "replacePrefix '/b' '/c': the path has another prefix to be stripped or replaced",
        () -> config.replacePrefix("/b", "/c"));
    refused(
        "stripPrefix '/b': the path has another prefix to be stripped or replaced",
        () -> config.setStripPrefix("/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend.internal",
        "a_b:8080",
        "127.0.0.1:80",
        "[::1]:8080",
        "server",
        "preserve"
      })
  void aHostIsTakenOver(String host) {
    config.setHost(host);
    assertEquals(host, config.getHost());
    assertEquals(!host.equals("preserve"), config.rewrites());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://a", "a/b", "a b", "a:", "a:b", "a\r\nX: y", "u@h", "::1"})
  void whatIsNoHostIsRefused(String host) {
    refused(
        "host '" + host + "': must be a host, perhaps with a port, 'preserve' or 'server'",
        () -> config.setHost(host));
  }

  @Test
  void flagsAreTrueOrFalse() {
    config.setRewriteLocation("true");
    config.setRewriteCookiePath("true");
    assertTrue(config.isRewriteLocation());
    assertTrue(config.isRewriteCookiePath());
    config.setRewriteLocation(false);
    config.setRewriteCookiePath(false);
    assertFalse(config.isRewriteLocation());
    assertFalse(config.isRewriteCookiePath());
    refused("rewriteLocation 'yes': must be true or false", () -> config.setRewriteLocation("yes"));
    refused(
        "rewriteCookiePath '': must be true or false",
        () -> config.setRewriteCookiePath((String) null));
  }
}
