package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The declaration of a backend's affinity. */
class AffinityConfigTest {
  private final BackendConfig backend = new RoutingConfig().backend("b");

  private static void refused(String message, Executable declaration) {
    assertEquals(message, assertThrows(ConfigurationException.class, declaration).getMessage());
  }

  @Test
  void aBackendHasNoAffinityUnlessDeclared() {
    assertNull(backend.getCookie());
    assertNull(backend.getStick());
  }

  @Test
  void eachIsDeclaredOnce() {
    backend.cookie("SRV");
    backend.stick();

    refused("backend 'b': cookie 'X': there is one already, SRV", () -> backend.cookie("X"));
    refused("backend 'b': stick: declared twice", backend::stick);
  }

  @Test
  void aCookieIsInsertedIndirectNocacheByDefault() {
    CookieConfig cookie = backend.cookie("SRV");

    assertEquals("insert", cookie.getMode());
    assertTrue(cookie.isIndirect());
    assertTrue(cookie.isNocache());
    assertFalse(cookie.isPreserve());
    assertFalse(cookie.isHttpOnly());
    assertFalse(cookie.isSecure());
    assertNull(cookie.getSameSite());
    assertNull(cookie.getDomain());
    assertEquals("/", cookie.getPath());
    assertNull(cookie.getMaxIdle());
    assertNull(cookie.getMaxLife());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "a=b", "\u00e4", "a\r\nb"})
  void aCookieHasAName(String name) {
    refused(
        "backend 'b', cookie '" + name + "': a name is required, as RFC 6265 has it for cookies",
        () -> backend.cookie(name));
  }

  @Test
  void whatACookieCannotHaveIsRefused() {
    CookieConfig cookie = backend.cookie("SRV");
    String label = "backend 'b', cookie 'SRV': ";

    refused(label + "mode 'prefix': unknown; use insert", () -> cookie.setMode("prefix"));
    refused(label + "sameSite 'lax': must be Strict, Lax or None", () -> cookie.setSameSite("lax"));
    refused(label + "domain 'a;b': not a domain name", () -> cookie.setDomain("a;b"));
    refused(label + "path 'a': not the path of a cookie", () -> cookie.setPath("a"));
    refused(label + "path '/;x': not the path of a cookie", () -> cookie.setPath("/;x"));
    refused(label + "secure 'yes': must be true or false", () -> cookie.setSecure("yes"));
    refused(label + "maxIdle '5ms': too short; the least is 1s", () -> cookie.setMaxIdle("5ms"));
    cookie.setMaxLife("8h");
    assertEquals(Duration.ofHours(8), cookie.getMaxLife());
  }

  @Test
  void aCookieForOtherSitesMustBeSecure() {
    CookieConfig cookie = backend.cookie("SRV");
    cookie.setSameSite("None");

    refused(
        "backend 'b', cookie 'SRV': sameSite 'None': browsers refuse such a cookie unless it is"
            + " secure, too",
        cookie::validate);
    cookie.setSecure("true");
    cookie.validate();
  }

  @Test
  void aServersCookieIsItsNameUnlessSet() {
    ServerConfig server = backend.server("s", "http://localhost:1");
    assertEquals("s", server.getCookie());
    server.setCookie("a-Z.9_:~");
    assertEquals("a-Z.9_:~", server.getCookie());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "a,b", "a|b", "a\"b", "a\\b", "\u00e4", "a\nb"})
  void aServersCookieHasNothingButWhatACookieMayHave(String value) {
    ServerConfig server = backend.server("s", "http://localhost:1");
    refused(
        "backend 'b', server 's': cookie '"
            + value
            + "': not the value of a cookie, or it has a '|'",
        () -> server.setCookie(value));
  }

  @Test
  void theWholeConfigurationIsNotValidWithHalfADeclaration() {
    RoutingConfig config = new RoutingConfig();
    BackendConfig declared = config.backend("b");
    declared.server("s", "http://localhost:1");
    declared.stick();
    refused(
        "backend 'b', stick: on: is required, for example req.cook(JSESSIONID)", config::validate);
    declared.getStick().setOn("src");
    config.validate();
    declared.cookie("SRV").setSameSite("None");
    assertThrows(ConfigurationException.class, config::validate);
  }

  @Test
  void aTableHasBoundsByDefault() {
    StickConfig stick = backend.stick();

    assertEquals(100_000, stick.getSize());
    assertEquals(Duration.ofMinutes(30), stick.getExpire());
    assertNull(stick.getLearn());
  }

  @Test
  void aTableIsOnSomething() {
    StickConfig stick = backend.stick();

    refused(
        "backend 'b', stick: on: is required, for example req.cook(JSESSIONID)", stick::validate);
    stick.setOn("req.cook(JS)");
    stick.setLearn("res.cook(JS)");
    stick.validate();
    assertEquals("req.cook(JS)", stick.getOn());
    assertEquals("res.cook(JS)", stick.getLearn());
  }

  @Test
  void whatATableCannotHaveIsRefused() {
    StickConfig stick = backend.stick();
    String label = "backend 'b', stick: ";

    refused(label + "on: unknown fetch 'cookies'", () -> stick.setOn("cookies(JS)"));
    refused(
        label + "learn: 'hdr(X)' is not of a response; write res.cook(NAME) or res.hdr(NAME)",
        () -> stick.setLearn("hdr(X)"));
    refused(label + "size '0': must be from 1 to 100000000", () -> stick.setSize("0"));
    refused(
        label + "size '1g': must be a number, such as 100000 or 200k", () -> stick.setSize("1g"));
    refused(label + "expire '0': a duration must not be zero", () -> stick.setExpire("0"));
    stick.setSize("200k");
    assertEquals(204_800, stick.getSize());
  }
}
