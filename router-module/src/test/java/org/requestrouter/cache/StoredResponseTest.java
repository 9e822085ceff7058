package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.cache.StoredResponse.State;

/** What is kept of a response, how it ages, and how it becomes young again. */
class StoredResponseTest {
  private static final long START = Long.MAX_VALUE - Given.SECOND;

  private final SharePolicy policy =
      Given.policy(
          coalesce -> {
            coalesce.setMicroCache("2s");
            coalesce.setStaleWhileRevalidate("5s");
            coalesce.setStaleIfError("60s");
          });
  private final Request request = Given.get("http://h/");
  private final ShareKey key = ShareKey.of(request, policy, Given.SCOPE);

  private StoredResponse stored(String... lines) {
    return Given.stored(key, request, Given.response(START, 200, lines));
  }

  private static long after(long seconds) {
    return START + seconds * Given.SECOND;
  }

  @Test
  void itIsFreshThenStaleThenForEmergenciesThenDead() {
    StoredResponse response = stored();
    LongFunction<State> state = seconds -> response.state(after(seconds));

    assertEquals(State.FRESH, state.apply(0));
    assertEquals(State.FRESH, response.state(after(2) - 1));
    assertEquals(State.STALE_WHILE_REVALIDATED, state.apply(2));
    assertEquals(State.STALE_WHILE_REVALIDATED, response.state(after(7) - 1));
    assertEquals(State.STALE_IF_ERROR, state.apply(7));
    assertEquals(State.STALE_IF_ERROR, state.apply(61));
    assertEquals(State.DEAD, state.apply(62));
    assertTrue(response.isUsableOnError(after(1)));
    assertTrue(response.isUsableOnError(after(3)));
    assertFalse(response.isUsableOnError(after(62)));
  }

  /** A field that Jetty has parsed refers to its parser, and so to the whole connection. */
  @Test
  void itKeepsNothingOfTheConnectionThatItCameOn() {
    HttpField parsed = new HttpField("X-Parsed", "value") {};
    HttpFields fields = HttpFields.build().add(parsed).asImmutable();
    FetchedHeader header = new FetchedHeader(200, fields, START, START, 0);

    HttpField kept = Given.stored(key, request, header).fields().getField("X-Parsed");

    assertEquals(parsed, kept);
    assertSame(HttpField.class, kept.getClass());
  }

  /** RFC 9111, 4.2.4 and 5.2.2.10. */
  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=2"})
  void itIsNotUsedStaleIfTheServerForbidsThat(String directive) {
    StoredResponse response =
        stored("Cache-Control:" + directive + ", stale-while-revalidate=9, stale-if-error=9");

    assertEquals(State.FRESH, response.state(after(1)));
    assertEquals(State.DEAD, response.state(after(2)));
    assertFalse(response.isUsableOnError(after(2)));
  }

  /** RFC 5861. */
  @Test
  void itIsUsedStaleNoLongerThanTheServerAndThePolicySay() {
    StoredResponse shorter = stored("Cache-Control:stale-while-revalidate=1, stale-if-error=3");
    StoredResponse longer = stored("Cache-Control:stale-while-revalidate=99, stale-if-error=99");
    StoredResponse bad = stored("Cache-Control:stale-while-revalidate=x, stale-if-error=0");

    assertEquals(State.STALE_WHILE_REVALIDATED, shorter.state(after(3) - 1));
    assertEquals(State.STALE_IF_ERROR, shorter.state(after(3)));
    assertEquals(State.DEAD, shorter.state(after(5)));
    assertEquals(State.STALE_IF_ERROR, longer.state(after(7)));
    assertEquals(State.DEAD, longer.state(after(62)));
    assertEquals(State.DEAD, bad.state(after(2)));
  }

  /** RFC 9111, 4.2.3. */
  @Test
  void itsAgeIsWhatItHadAndTheTimeSince() {
    HttpFields fields = Given.fields("Age:30");
    FetchedHeader header =
        new FetchedHeader(200, fields, START, START + Given.SECOND + Given.SECOND / 2, 0);
    StoredResponse response = Given.stored(key, request, header);

    assertEquals(31, response.age(header.received()));
    assertEquals(32, response.age(header.received() + Given.SECOND / 2));
    assertEquals(1, response.ttl(header.received() + Given.SECOND / 2));
    assertEquals(-2, response.ttl(header.received() + 4 * Given.SECOND));
  }

  /** RFC 9111, 3.1; RFC 9110, 6.6.1. */
  @Test
  void endToEndFieldsAreKept() {
    HttpFields fields =
        stored(
                "Connection:X-Hop",
                "X-Hop:1",
                "Keep-Alive:9",
                "Transfer-Encoding:chunked",
                "Trailer:X",
                "Age:3",
                "X-End:2")
            .fields();

    assertEquals("2", fields.get("X-End"));
    assertEquals("7", fields.get("Content-Length"));
    assertEquals("Sun, 09 Sep 2001 01:46:40 GMT", fields.get("Date"));
    assertEquals(3, fields.size());
  }

  @Test
  void a204HasNoLength() {
    FetchedHeader header = Given.response(START, 204);

    assertFalse(Given.stored(key, request, header).fields().contains("Content-Length"));
  }

  /** RFC 9111, 4.3.1. */
  @Test
  void itIsValidatedByATagAndADate() {
    StoredResponse tagged = stored("ETag:W/\"a\"", "Last-Modified:Sun, 06 Nov 1994 08:49:37 GMT");
    HttpFields first =
        Given.fields(
            "Host:h",
            "If-None-Match:\"x\"",
            "If-Modified-Since:x",
            "If-Match:x",
            "If-Unmodified-Since:x",
            "If-Range:x",
            "Range:x",
            "Accept:*/*");

    HttpFields fetch = FetchFields.fields(first, policy, tagged);

    assertEquals("W/\"a\"", fetch.get("If-None-Match"));
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", fetch.get("If-Modified-Since"));
    assertEquals(4, fetch.size());
    assertEquals("*/*", fetch.get("Accept"));
    assertTrue(FetchFields.canValidate(tagged));
    assertFalse(FetchFields.canValidate(stored()));
    assertEquals(2, FetchFields.fields(first, policy, null).size());
  }

  @Test
  void harmlessCookiesAreNotSent() {
    SharePolicy safe = Given.policy(coalesce -> coalesce.setSafeCookies("a"));
    HttpFields first = Given.fields("Cookie:a=1; b=2", "Cookie:a=3");

    assertEquals("b=2", FetchFields.fields(first, safe, null).get("Cookie"));
    assertEquals(0, FetchFields.fields(Given.fields("Cookie:a=1"), safe, null).size());
  }

  /** RFC 9111, 3.2 and 4.3.4. */
  @Test
  void a304BringsItUpToDate() {
    StoredResponse old =
        stored("ETag:\"a\"", "Cache-Control:max-age=1", "X:1", "X:2", "Content-Encoding:gzip");
    FetchedHeader notModified =
        Given.response(
            after(5), 304, "ETag:\"a\"", "X:3", "Content-Length:0", "Content-Encoding:br", "Y:4");

    StoredResponse updated = Freshening.of(old, notModified, key, request);

    assertEquals(200, updated.status());
    assertEquals("[3]", updated.fields().getValuesList("X").toString());
    assertEquals("4", updated.fields().get("Y"));
    assertEquals("7", updated.fields().get("Content-Length"));
    assertEquals("gzip", updated.fields().get("Content-Encoding"));
    assertEquals("max-age=1", updated.fields().get("Cache-Control"));
    assertEquals(State.FRESH, updated.state(after(6) - 1));
    assertEquals(0, updated.age(after(5)));
  }

  @Test
  void a304CanChangeTheFieldsThatItDependsOn() {
    Request gzip = Given.get("http://h/", "Accept-Encoding:gzip");
    StoredResponse old = Given.stored(key, gzip, Given.response(START, 200, "ETag:\"a\""));
    FetchedHeader varied = Given.response(after(5), 304, "ETag:\"a\"", "Vary:Accept-Encoding");

    StoredResponse updated = Freshening.of(old, varied, key, gzip);

    assertTrue(updated.matches(key, gzip));
    assertFalse(updated.matches(key, request));
  }

  @Test
  void a304AboutSomethingElseDoesNot() {
    StoredResponse old = stored("ETag:\"a\"");
    FetchedHeader other = Given.response(after(5), 304, "ETag:\"b\"");

    assertNull(Freshening.of(old, other, key, request));
  }

  @Test
  void a304CanMakeItPrivate() {
    StoredResponse old = stored("ETag:\"a\"");
    FetchedHeader cookie = Given.response(after(5), 304, "Set-Cookie:a=b");

    assertFalse(Freshening.of(old, cookie, key, request).sharing().isShared());
  }
}
