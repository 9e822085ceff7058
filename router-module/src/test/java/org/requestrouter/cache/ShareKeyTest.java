package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.headers.RewrittenHost;

/** Which requests are identical. */
class ShareKeyTest {
  private final SharePolicy plain = Given.policy(coalesce -> {});

  private static ShareKey key(SharePolicy policy, Request request) {
    return ShareKey.of(request, policy, Given.SCOPE);
  }

  private void assertSame(SharePolicy policy, Request one, Request other) {
    assertNotNull(key(policy, one));
    assertEquals(key(policy, one), key(policy, other));
    assertEquals(key(policy, one).hashCode(), key(policy, other).hashCode());
  }

  private void assertDifferent(SharePolicy policy, Request one, Request other) {
    assertNotNull(key(policy, one));
    assertNotNull(key(policy, other));
    assertNotEquals(key(policy, one), key(policy, other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get", "QUERY"})
  void onlyGetIsShared(String method) {
    assertNull(key(plain, Given.request(method, "http://h/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1",
        "Content-Length: x",
        "Transfer-Encoding: chunked",
        "Range: bytes=0-1",
        "Upgrade: websocket",
        "Connection: X-A",
        "Expect: 100-continue",
        "Authorization: Basic dTpw",
        "X-HTTP-Method-Override: DELETE",
        "x-original-url: /admin",
        "Cookie: a=b"
      })
  void whatMakesARequestDifferentFromAllOthers(String line) {
    assertNull(key(plain, Given.get("http://h/", line)));
  }

  @Test
  void emptyContentAndCookiesMakeNoDifference() {
    Request without = Given.get("http://h/");

    assertSame(plain, Given.get("http://h/", "Content-Length:0"), without);
    assertSame(plain, Given.get("http://h/", "Cookie: "), without);
    assertSame(plain, Given.get("http://h/", "If-None-Match: \"a\"", "Accept: */*"), without);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/, http://H/",
    "http://h/, http://h:80/",
    "https://h/a?b, https://h:443/a?b",
    "http://[::1]/, http://[::1]:80/"
  })
  void equalTargets(String one, String other) {
    assertSame(plain, Given.get(one), Given.get(other));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/, https://h/",
    "http://h/, http://g/",
    "http://h/, http://h:8080/",
    "http://h:443/, http://h/",
    "http://h/a, http://h/A",
    "http://h/a, http://h/%61",
    "http://h/a, http://h/a/",
    "http://h/a?b=1, http://h/a?b=2",
    "http://h/a?b&c, http://h/a?c&b",
    "http://h/a, http://h/a?",
    "http://h/a;x, http://h/a;y"
  })
  void differentTargets(String one, String other) {
    assertDifferent(plain, Given.get(one), Given.get(other));
  }

  @Test
  void theHostIsTheOneThatTheServerIsTold() {
    Request request = Given.get("http://h/", "Host:Other:80");

    assertSame(plain, request, Given.get("http://other/"));
    assertDifferent(plain, request, Given.get("http://h/"));
  }

  @Test
  void theClientsHostCountsIfAServletHasReplacedIt() {
    assertDifferent(plain, rewritten("a"), rewritten("b"));
    assertSame(plain, rewritten("a"), rewritten("a"));
  }

  private static Request rewritten(String clientHost) {
    Request request = mock(Request.class, withSettings().extraInterfaces(RewrittenHost.class));
    when(request.getMethod()).thenReturn("GET");
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://h/"));
    when(request.getHeaders()).thenReturn(Given.fields("Host:server"));
    when(((RewrittenHost) request).clientHost()).thenReturn(clientHost);
    return request;
  }

  @Test
  void theSchemeIsTheOneThatTheServerIsTold() {
    Request plain = Given.get("http://h/");
    Request claimed = Given.get("http://h/");
    when(claimed.getHttpURI()).thenReturn(HttpURI.from("https://h/"));

    assertSame(this.plain, plain, claimed);
  }

  /** A server behind a proxy redirects from http to https by what the proxy says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: g",
        "x-forwarded-client-cert: x",
        "Forwarded: proto=https",
        "Forwarded: for=1.2.3.4;proto=https;host=\"a;b\""
      })
  void whatProxiesSayCounts(String claim) {
    assertDifferent(plain, Given.get("http://h/"), Given.get("http://h/", claim));
    assertSame(plain, Given.get("http://h/", claim), Given.get("http://h/", claim));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X-Forwarded-For: 192.0.2.1 | X-Forwarded-For: 192.0.2.2",
        "Forwarded: for=192.0.2.1;proto=https | Forwarded: FOR=192.0.2.2;proto=https",
        "Forwarded: for=\"[::1]:80\", for=a | Forwarded: by=\"x;y,z\", for=b"
      })
  void theAddressesThatTheyNameDoNot(String one, String other) {
    assertSame(plain, Given.get("http://h/", one), Given.get("http://h/", other));
  }

  @Test
  void aRequestWithoutAHostIsNotShared() {
    assertNull(key(plain, Given.get("/a")));
  }

  @Test
  void rulesShareNothing() {
    Request request = Given.get("http://h/");

    assertNotEquals(
        ShareKey.of(request, plain, new Object()), ShareKey.of(request, plain, new Object()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a?_=1, http://h/a?_=2",
    "http://h/a?_=1, http://h/a",
    "http://h/a?x=1&_=1, http://h/a?x=1",
    "http://h/a?_=1&x=1, http://h/a?x=1&_=2",
    "http://h/a?_&cb=&x=1&y&_=3, http://h/a?x=1&y",
    "http://h/a?&_=1, http://h/a?"
  })
  void ignoredParametersMakeNoDifference(String one, String other) {
    SharePolicy policy = Given.policy(coalesce -> coalesce.setIgnoredParameters("_ cb"));

    assertSame(policy, Given.get(one), Given.get(other));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a?__=1, http://h/a?__=2",
    "http://h/a?x_=1, http://h/a?x_=2",
    "http://h/a?CB=1, http://h/a?CB=2",
    "http://h/a?%5F=1, http://h/a?%5F=2",
    "http://h/a?x=_=1, http://h/a?x=_=2",
    "http://h/a?x=1&_=1&y, http://h/a?x=1y&_=1"
  })
  void otherParametersDo(String one, String other) {
    SharePolicy policy = Given.policy(coalesce -> coalesce.setIgnoredParameters("_ cb"));

    assertDifferent(policy, Given.get(one), Given.get(other));
  }

  @Test
  void keyFieldsAreCompared() {
    SharePolicy policy = Given.policy(coalesce -> coalesce.setKeyFields("X-Version Accept"));
    Request one = Given.get("http://h/", "X-Version:1");

    assertSame(policy, one, Given.get("http://h/", "x-version:1", "Other: x"));
    assertDifferent(policy, one, Given.get("http://h/", "X-Version:2"));
    assertDifferent(policy, one, Given.get("http://h/"));
    assertDifferent(policy, one, Given.get("http://h/", "Accept:1"));
    assertDifferent(policy, one, Given.get("http://h/", "X-Version:1", "X-Version:2"));
    assertDifferent(policy, Given.get("http://h/"), Given.get("http://h/", "Accept:"));
  }

  @Test
  void credentialsAreSharedOnlyAmongTheirEqualsWhereTheyAreCompared() {
    SharePolicy policy = Given.policy(coalesce -> coalesce.setKeyFields("Authorization"));
    Request one = Given.get("http://h/", "Authorization:Bearer 1");

    assertSame(policy, one, Given.get("http://h/", "Authorization:Bearer 1"));
    assertDifferent(policy, one, Given.get("http://h/", "Authorization:Bearer 2"));
    assertDifferent(policy, one, Given.get("http://h/"));
    assertNull(key(policy, Given.get("http://h/", "Authorization:Bearer 1", "Cookie:a=b")));
  }

  @Test
  void cookiesAreSharedOnlyAmongTheirEqualsWhereTheyAreCompared() {
    SharePolicy policy =
        Given.policy(
            coalesce -> {
              coalesce.setKeyFields("Cookie");
              coalesce.setSafeCookies("_ga*");
            });
    Request one = Given.get("http://h/", "Cookie:user=1; _ga=7");

    assertSame(policy, one, Given.get("http://h/", "Cookie:_gat=8; user=1"));
    assertSame(policy, one, Given.get("http://h/", "Cookie:_ga=9", "Cookie:user=1"));
    assertDifferent(policy, one, Given.get("http://h/", "Cookie:user=2; _ga=7"));
    assertDifferent(policy, one, Given.get("http://h/"));
  }

  @Test
  void requestDirectivesCountOnlyWhereTheyAreHeeded() {
    Request request = Given.get("http://h/", "Cache-Control:no-store");

    assertNotNull(key(plain, request));
    assertNull(key(Given.policy(coalesce -> coalesce.setRequestDirectives(true)), request));
  }

  @Test
  void aNarrowedKeyIsForRequestsWithTheSameOfTheFieldsNamed() {
    Vary vary = Vary.of(Given.fields("Vary:Accept-Encoding"), plain);
    Request gzip = Given.get("http://h/", "Accept-Encoding:gzip, br");
    Request alike = Given.get("http://h/", "Accept-Encoding:GZIP,br");
    Request none = Given.get("http://h/");
    ShareKey narrowed = key(plain, gzip).narrowed(vary, gzip);

    assertEquals(narrowed, key(plain, alike).narrowed(vary, alike));
    assertNotEquals(narrowed, key(plain, none).narrowed(vary, none));
    assertNotEquals(narrowed, key(plain, gzip));
    assertEquals(key(plain, gzip), narrowed.wide());
  }
}
