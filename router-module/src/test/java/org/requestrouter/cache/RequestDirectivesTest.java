package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.cache.CacheStatus.Forward;
import org.requestrouter.config.CoalesceConfig;

/** What requests say about caches (RFC 9111, 5.2.1 and 5.4). */
class RequestDirectivesTest {
  private static final Consumer<CoalesceConfig> KEEP = coalesce -> coalesce.setMicroCache("10s");

  private final SharePolicy heeding =
      Given.policy(KEEP.andThen(coalesce -> coalesce.setRequestDirectives(true)));

  /** Looks for a response of an age of 3 seconds that is fresh for 7 more. */
  private Lookup lookup(SharePolicy policy, String line) {
    ResponseCache cache = new ResponseCache(100_000, () -> 3 * Given.SECOND);
    Request request = Given.get("http://h/", line);
    ShareKey key = ShareKey.of(request, policy, Given.SCOPE);
    cache.put(key, Given.stored(key, request, Given.ok()));
    return cache.lookup(key, request, 3 * Given.SECOND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: no-cache",
        "Cache-Control: max-age=0",
        "Cache-Control: max-age=2",
        "Cache-Control: max-age=x",
        "Cache-Control: min-fresh=8",
        "Cache-Control: \"",
        "Pragma: no-cache"
      })
  void whatIsKeptWillNotDo(String line) {
    Lookup lookup = lookup(heeding, line);

    assertEquals(Forward.REQUEST, lookup.forward());
    assertEquals(false, lookup.answers());
    assertTrue(lookup(Given.policy(KEEP), line).answers(), "if requests are not heeded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=3",
        "Cache-Control: min-fresh=7",
        "Cache-Control: max-stale=9",
        "Cache-Control: only-if-cached",
        "Cache-Control: extension",
        "Pragma: extension"
      })
  void whatIsKeptWillDo(String line) {
    assertTrue(lookup(heeding, line).answers());
  }

  @Test
  void cacheControlComesBeforePragma() {
    RequestDirectives directives =
        RequestDirectives.of(Given.fields("Cache-Control: max-age=9", "Pragma: no-cache"));
    Request request = Given.get("http://h/");
    ShareKey key = ShareKey.of(request, heeding, Given.SCOPE);

    assertTrue(directives.accept(Given.stored(key, request, Given.ok()), Given.SECOND));
  }

  @ParameterizedTest
  @CsvSource({"only-if-cached, true", "'no-cache, Only-If-Cached', true", "max-age=1, false"})
  void whetherNothingIsRatherWanted(String directives, boolean only) {
    assertEquals(
        only, RequestDirectives.of(Given.fields("Cache-Control:" + directives)).onlyIfCached());
  }
}
