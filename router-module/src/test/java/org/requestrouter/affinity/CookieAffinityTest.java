package org.requestrouter.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.CookieConfig;
import org.requestrouter.config.RoutingConfig;

/** The affinity by an inserted cookie. */
class CookieAffinityTest {
  private final CookieConfig config = new RoutingConfig().backend("b").cookie("SRV");
  private final Map<String, String> values = new LinkedHashMap<>();
  private final AtomicLong now = new AtomicLong(1_800_000_000);

  @BeforeEach
  void declareServers() {
    values.put("one", "s1");
    values.put("two", "s2");
  }

  private Bond bind(String... lines) {
    return new Affinity(new CookieAffinity(config, values, now::get), null).bind(Head.get(lines));
  }

  private static String preferred(Bond bond) {
    return bond.preferred(name -> true);
  }

  private static List<String> cookies(Bond bond, String server, String... response) {
    HttpFields.Mutable fields = Head.fields(response);
    bond.answered(server, 200, fields);
    return fields.getValuesList(HttpHeader.SET_COOKIE);
  }

  @Test
  void aClientWithoutCookieBelongsToNoneAndIsGivenOne() {
    Bond bond = bind("Cookie: a=1");

    assertNull(preferred(bond));
    assertEquals(List.of("SRV=s2; path=/"), cookies(bond, "two"));
  }

  @Test
  void aClientWithItsCookieGetsItsServerAndNoOther() {
    Bond bond = bind("Cookie: a=1; SRV=s2");

    assertEquals("two", preferred(bond));
    assertEquals(List.of(), cookies(bond, "two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SRV=s3", "SRV=", "SRV=two", "srv=s2", "SRV=S2", "XSRV=s2"})
  void anUnknownCookieIsAsNone(String cookie) {
    Bond bond = bind("Cookie: " + cookie);

    assertNull(preferred(bond));
    assertEquals(List.of("SRV=s1; path=/"), cookies(bond, "one"));
  }

  @Test
  void aClientWhoseServerIsDownIsGivenAnother() {
    Bond bond = bind("Cookie: SRV=s2");

    assertNull(bond.preferred(name -> !name.equals("two")));
    assertEquals(List.of("SRV=s1; path=/"), cookies(bond, "one"));
  }

  @Test
  void aClientWhomItsServerFailedIsGivenTheCookieOfTheOther() {
    Bond bond = bind("Cookie: SRV=s2");

    assertEquals("two", preferred(bond));
    assertEquals(List.of("SRV=s1; path=/"), cookies(bond, "one"));
  }

  @Test
  void theFirstCookieOfAWorkingServerDecides() {
    assertEquals("two", preferred(bind("Cookie: SRV=x; SRV=s2; SRV=s1")));
    assertEquals("two", preferred(bind("Cookie: SRV=x", "Cookie: SRV=s2", "Cookie: SRV=s1")));
  }

  @Test
  void theFirstWorkingServerOfASharedValueIsTaken() {
    values.put("twin", "s2");

    assertEquals("two", preferred(bind("Cookie: SRV=s2")));
    assertEquals("twin", bind("Cookie: SRV=s2").preferred(name -> !name.equals("two")));
    assertNull(bind("Cookie: SRV=s2").preferred(name -> false));
  }

  @Test
  void serversDoNotSeeTheCookie() {
    Bond bond = bind("Cookie: a=1; SRV=s2");

    assertEquals("a=1", bond.forwarded("a=1; SRV=s2"));
    assertNull(bond.forwarded("SRV=s2"));
  }

  @Test
  void serversSeeTheCookieIfItIsNotIndirect() {
    config.setIndirect(false);

    assertEquals("a=1; SRV=s2", bind().forwarded("a=1; SRV=s2"));
  }

  @Test
  void theServersOwnCookieOfThatNameIsTakenOut() {
    String own = "Set-Cookie: SRV=x; path=/";
    String other = "Set-Cookie: SRVX=1";

    assertEquals(List.of("SRVX=1"), cookies(bound(), "two", own, other, own));
    Bond bond = bind();
    assertNull(preferred(bond));
    assertEquals(List.of("SRVX=1", "SRV=s2; path=/"), cookies(bond, "two", own, other));
  }

  private Bond bound() {
    Bond bond = bind("Cookie: SRV=s2");
    assertEquals("two", preferred(bond));
    return bond;
  }

  @Test
  void theServersOwnCookieIsKeptInsteadOfOursIfPreserved() {
    config.setPreserve(true);

    assertEquals(List.of("SRV="), cookies(bound(), "two", "Set-Cookie: SRV="));
    assertEquals(List.of("SRV="), cookies(bound(), "one", "Set-Cookie: SRV="));
    assertEquals(List.of("SRV=s1; path=/"), cookies(bound(), "one"));
  }

  @Test
  void attributesAreThoseDeclared() {
    config.setPath("/app");
    config.setDomain(".example.com");
    config.setHttpOnly(true);
    config.setSecure(true);
    config.setSameSite("None");

    assertEquals(
        List.of("SRV=s1; path=/app; domain=.example.com; HttpOnly; Secure; SameSite=None"),
        cookies(bound(), "one"));
  }

  @ParameterizedTest
  @CsvSource({
    "Expires: Fri, true",
    "ETag: 1, true",
    "Last-Modified: Fri, true",
    "X: 1, false",
    "Cache-Control: max-age=1, true",
    "Cache-Control: no-store, false"
  })
  void whatACacheMayKeepIsMadePrivateWithTheCookie(String line, boolean made) {
    HttpFields.Mutable first = Head.fields(line);
    Bond none = bind();
    assertNull(preferred(none));
    none.answered("one", 200, first);
    assertEquals(made, first.contains(HttpHeader.CACHE_CONTROL, "private"));

    HttpFields.Mutable later = Head.fields(line);
    bound().answered("two", 200, later);
    assertEquals(Head.fields(line).asImmutable(), later.asImmutable());
  }

  @Test
  void whatACacheMayKeepIsLeftAsItIsWithoutNocache() {
    config.setNocache(false);
    HttpFields.Mutable fields = Head.fields("ETag: 1");
    bound().answered("one", 200, fields);

    assertEquals(2, fields.size());
  }

  @Test
  void anIdleCookieIsNotHonoured() {
    config.setMaxIdle("10m");
    Bond bond = bind();
    assertNull(preferred(bond));
    String cookie = cookies(bond, "two").get(0);
    assertEquals("SRV=s2|a0nSA; path=/", cookie);

    now.addAndGet(600);
    Bond inTime = bind("Cookie: SRV=s2|a0nSA");
    assertEquals("two", preferred(inTime));
    assertEquals(List.of("SRV=s2|a0nUW; path=/"), cookies(inTime, "two"));

    now.incrementAndGet();
    Bond late = bind("Cookie: SRV=s2|a0nSA");
    assertNull(preferred(late));
  }

  @Test
  void anOldCookieIsNotHonouredHoweverOftenItIsUsed() {
    config.setMaxIdle("10m");
    config.setMaxLife("15m");
    now.addAndGet(600);
    Bond inTime = bind("Cookie: SRV=s2|a0nSA|a0nSA");
    assertEquals("two", preferred(inTime));
    assertEquals(List.of("SRV=s2|a0nUW|a0nSA; path=/"), cookies(inTime, "two"));

    now.addAndGet(301);
    assertNull(preferred(bind("Cookie: SRV=s2|a0nUW|a0nSA")));
  }

  @Test
  void aCookieOfTomorrowIsHonouredButNoLater() {
    config.setMaxIdle("10m");
    now.addAndGet(-86_400);
    assertEquals("two", preferred(bind("Cookie: SRV=s2|a0nSA")));

    now.decrementAndGet();
    assertNull(preferred(bind("Cookie: SRV=s2|a0nSA")));
  }

  @Test
  void aCookieWithoutDateIsHonouredAndDated() {
    config.setMaxIdle("10m");

    Bond bond = bound();

    assertEquals(List.of("SRV=s2|a0nSA; path=/"), cookies(bond, "two"));
  }

  @Test
  void aCookieLosesDatesThatAreNotDeclaredAnyMore() {
    Bond bond = bind("Cookie: SRV=s2|a0nRA|a0nRA");

    assertEquals("two", preferred(bond));
    assertEquals(List.of("SRV=s2; path=/"), cookies(bond, "two"));
  }
}
