package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.cache.CacheStatus.Forward;

/** The text of Cache-Status (RFC 9211). */
class CacheStatusTest {
  @Test
  void aHit() {
    assertEquals("r; hit; ttl=3", CacheStatus.hit("r", 3).toString());
    assertEquals(
        "r; hit; ttl=-1; detail=stale-if-error",
        CacheStatus.hit("r", -1).detail("stale-if-error").toString());
  }

  @Test
  void aForwardedRequest() {
    assertEquals("r; fwd=bypass", CacheStatus.forwarded("r", Forward.BYPASS).toString());
    assertEquals(
        "r; fwd=uri-miss; stored; ttl=9; collapsed",
        CacheStatus.forwarded("r", Forward.URI_MISS).stored(9).collapsed(true).toString());
    assertEquals(
        "r; fwd=vary-miss; collapsed=?0; detail=set-cookie",
        CacheStatus.forwarded("r", Forward.VARY_MISS)
            .collapsed(false)
            .detail(Reason.SET_COOKIE)
            .toString());
    assertEquals(
        "r; fwd=stale; fwd-status=304",
        CacheStatus.forwarded("r", Forward.STALE).forwardStatus(304).toString());
  }

  @Test
  void itStandsBehindThoseOfOtherCaches() {
    HttpFields.Mutable fields = HttpFields.build().add("Cache-Status", "inner; hit");

    CacheStatus.hit("r", 1).addTo(fields);

    assertEquals("[inner; hit, r; hit; ttl=1]", fields.getValuesList("Cache-Status").toString());
  }

  /** RFC 8941, 3.3.3 and 3.3.4. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "request-router | request-router",
        "*x | *x",
        "edge 1 | \"edge 1\"",
        "1 | \"1\"",
        "a\"b\\c | \"a\\\"b\\\\c\""
      })
  void aNameIsATokenOrAString(String name, String written) {
    assertEquals(written, CacheStatus.name(name));
    assertNull(CacheStatus.name(""));
  }
}
