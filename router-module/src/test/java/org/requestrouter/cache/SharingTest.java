package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.cache.Sharing.Verdict;

/** Which responses are shared and kept, and for how long. */
class SharingTest {
  private final SharePolicy policy = Given.caching();

  private Sharing of(FetchedHeader header) {
    return Sharing.of(HttpFields.EMPTY, header, policy);
  }

  @Test
  void aResponseThatSaysNothingIsKeptForTheTimeOfThePolicy() {
    Sharing sharing = of(Given.ok());

    assertEquals(Verdict.STORED, sharing.verdict());
    assertEquals(new Lifetime(10 * Given.SECOND, 0, 0), sharing.lifetime());
    assertNull(sharing.reason());
  }

  @Test
  void nothingIsKeptWithoutAMicroCache() {
    Sharing sharing =
        Sharing.of(
            HttpFields.EMPTY, Given.ok("Cache-Control:max-age=5"), Given.policy(coalesce -> {}));

    assertEquals(Verdict.IN_FLIGHT, sharing.verdict());
    assertEquals(Reason.POLICY, sharing.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Cache-Control: private | PRIVATE",
        "Cache-Control: PRIVATE, max-age=9 | PRIVATE",
        "Cache-Control: private=\"set-cookie\" | PRIVATE",
        "Cache-Control: max-age=9,private | PRIVATE",
        "Cache-Control: private=x | PRIVATE",
        "Cache-Control: no-store | NO_STORE",
        "Cache-Control: No-Store, must-understand | NO_STORE",
        "Cache-Control: public, no-store=1 | NO_STORE",
        "Cache-Control: private; max-age=9 | PRIVATE",
        "Cache-Control: no-cache; no-store | NO_STORE",
        "Cache-Control: private =x | PRIVATE",
        "Cache-Control: a=\", private, b=\" | PRIVATE",
        "Cache-Control: max age=9 | MALFORMED",
        "Cache-Control: ext=\"private | MALFORMED",
        "Set-Cookie: a=b | SET_COOKIE",
        "Set-Cookie2: a=b | SET_COOKIE",
        "WWW-Authenticate: Negotiate x | AUTHENTICATION",
        "Authentication-Info: x | AUTHENTICATION",
        "Vary: * | VARY",
        "Vary: Accept, * | VARY",
        "Vary: ,* | VARY",
        "Vary: X-Forwarded-For | VARY",
        "Vary: forwarded | VARY",
        "Vary: a b | VARY",
        "Vary: \"x | VARY",
        "Content-Type: text/event-stream | EVENT_STREAM",
        "Content-Type: Text/Event-Stream;charset=utf-8 | EVENT_STREAM",
        "Content-Length: 65537 | SIZE"
      })
  void whatIsForOneAlone(String line, Reason reason) {
    Sharing sharing = of(Given.ok(line));

    assertEquals(Verdict.NOT, sharing.verdict());
    assertEquals(reason, sharing.reason());
    assertFalse(sharing.isShared());
  }

  @Test
  void oneOfSeveralLinesIsEnoughToBePrivate() {
    assertEquals(
        Reason.PRIVATE, of(Given.ok("Cache-Control:max-age=9", "Cache-Control:private")).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: extension=\"no-cache, max-age=0\"",
        "Cache-Control: privately, x-no-store",
        "Cache-Control: public",
        "Content-Encoding: gzip",
        "Vary: Accept-Encoding",
        "Content-Length: 65536",
        "Pragma: extension"
      })
  void whatIsKept(String line) {
    assertTrue(of(Given.ok(line)).isStored());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: no-cache",
        "Cache-Control: no-cache, max-age=9",
        "Cache-Control: no-cache=\"x\", max-age=9",
        "Cache-Control: max-age=0",
        "Cache-Control: s-maxage=0, max-age=9",
        "Cache-Control: max-age=-1",
        "Cache-Control: max-age=9.5",
        "Cache-Control: max-age='9'",
        "Cache-Control: max-age= 9",
        "Cache-Control: max-age=9a",
        "Cache-Control: max-age",
        "Cache-Control: max-age=9, max-age=0",
        "Expires: 0",
        "Expires: Thu, 01 Jan 1970 00:00:00 GMT",
        "Pragma: no-cache"
      })
  void thoseWhoWaitGetWhatIsNotKept(String line) {
    assertEquals(Verdict.IN_FLIGHT, of(Given.ok(line)).verdict());
  }

  /** RFC 9111, 5.2.2.3 */
  @Test
  void whatMustBeUnderstoodIsKeptOnlyIfItsStatusIsKnown() {
    String line = "Cache-Control: max-age=9, must-understand";
    assertTrue(of(Given.response(0, 404, line)).isStored());
    assertEquals(Verdict.IN_FLIGHT, of(Given.response(0, 599, line)).verdict());
  }

  /** RFC 9111, 4.2.1: the first of these that is there, and never more than the policy says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control: max-age=3 | 3",
        "Cache-Control: MaX-aGe=003 | 3",
        "Cache-Control: max-age=\"3\" | 3",
        "Cache-Control: max-age=3600 | 10",
        "Cache-Control: max-age=99999999999999999999 | 10",
        "Cache-Control: s-maxage=4, max-age=2 | 4",
        "Cache-Control: max-age=2, s-maxage=4 | 4",
        "Cache-Control: max-age=5, max-age=3 | 3",
        "Cache-Control: extension=\"max-age=2\", max-age=3 | 3",
        "Expires: Sun, 09 Sep 2001 01:46:47 GMT | 7",
        "Expires: Sunday, 09-Sep-01 01:46:47 GMT | 7",
        "Expires: Sun Sep  9 01:46:47 2001 | 7"
      })
  void freshAsTheServerSays(String line, long seconds) {
    assertEquals(seconds * Given.SECOND, of(Given.ok(line)).lifetime().fresh());
  }

  @Test
  void expiresCountsFromTheServersDate() {
    Sharing sharing =
        of(Given.ok("Date:Sun, 06 Nov 1994 08:49:37 GMT", "Expires:Sun, 06 Nov 1994 08:49:40 GMT"));

    assertEquals(3 * Given.SECOND, sharing.lifetime().fresh());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 2",
        "0 | 5",
        "-7200 | 5",
        "abc | 5",
        "3.0 | 5",
        "3, 0 | 2",
        "0, 7200 | 5",
        "4294967297 | 0",
      })
  void ageIsDeducted(String age, long left) {
    Sharing sharing = of(Given.ok("Cache-Control:max-age=5", "Age:" + age));

    assertEquals(left * Given.SECOND, sharing.lifetime().fresh());
    assertEquals(left > 0, sharing.isStored());
  }

  @Test
  void theTimeThatTheResponseTookIsDeductedFromWhatTheServerSays() {
    HttpFields fields = Given.fields("Cache-Control:max-age=5");
    FetchedHeader held = new FetchedHeader(200, fields, 0, 3 * Given.SECOND, 0);

    assertEquals(2 * Given.SECOND, of(held).lifetime().fresh());
  }

  @Test
  void aHeldResponseThatSaysNothingIsKeptForTheWholeTimeOfThePolicy() {
    FetchedHeader held = new FetchedHeader(200, HttpFields.EMPTY, 0, 60 * Given.SECOND, 0);

    assertEquals(10 * Given.SECOND, of(held).lifetime().fresh());
  }

  /** RFC 9110, 15.1, without 405, 414 and 501, which odd requests can bring about. */
  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 410})
  void statusesThatAreKeptWithoutBeingToldSo(int status) {
    assertTrue(of(Given.response(0, status)).isStored());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 500, 501, 502, 503, 504})
  void statusesThatOnlyThoseWhoWaitGet(int status) {
    assertEquals(Verdict.IN_FLIGHT, of(Given.response(0, status)).verdict());
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 206, 304, 400, 401, 403, 405, 406, 413, 414, 421, 428, 429, 431, 511})
  void statusesThatAreForOneAlone(int status) {
    Sharing sharing = of(Given.response(0, status));

    assertEquals(Verdict.NOT, sharing.verdict());
    assertFalse(sharing.reason().isLasting());
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 299, 302, 400, 403, 405, 414, 499, 500, 501, 503, 599})
  void anyStatusIsKeptForAsLongAsTheServerSays(int status) {
    assertTrue(of(Given.response(0, status, "Cache-Control:max-age=5")).isStored());
    assertTrue(of(Given.response(0, status, "Cache-Control:public")).isStored());
  }

  /** RFC 9110, 15.3.7 and 15.4.5; RFC 6585, 3 to 6. */
  @ParameterizedTest
  @ValueSource(ints = {206, 304, 428, 429, 431, 511})
  void someAreNotKeptWhateverTheServerSays(int status) {
    assertFalse(of(Given.response(0, status, "Cache-Control:public, max-age=5")).isShared());
  }

  /** RFC 9111, 3.5. */
  @Test
  void anAnswerToCredentialsIsKeptOnlyIfTheServerSaysSo() {
    HttpFields request = Given.fields("Authorization:Bearer 1");

    Sharing plain = Sharing.of(request, Given.ok("Cache-Control:max-age=5"), policy);
    assertEquals(Verdict.IN_FLIGHT, plain.verdict());
    assertEquals(Reason.AUTHORIZATION, plain.reason());
    for (String directive : new String[] {"public", "must-revalidate", "s-maxage=5"}) {
      assertTrue(Sharing.of(request, Given.ok("Cache-Control:" + directive), policy).isStored());
    }
  }

  @Test
  void aFieldThatTheRuleMakesFromTheClientCannotBeCompared() {
    var rule = new org.requestrouter.config.RoutingConfig().useBackend("b");
    rule.coalesce();
    rule.setRequestHeader("X-Real-IP", "%[src]");
    rule.setRequestHeader("X-Fixed", "1");
    SharePolicy changed = SharePolicy.of(rule);

    assertFalse(Sharing.of(HttpFields.EMPTY, Given.ok("Vary:x-real-ip"), changed).isShared());
    assertTrue(Sharing.of(HttpFields.EMPTY, Given.ok("Vary:x-fixed"), changed).isShared());
  }
}
