package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.requestrouter.cache.CacheStatus.Forward;
import org.requestrouter.cache.StoredResponse.State;

/** What is kept, found, forgotten and given back. */
class ResponseCacheTest {
  private static final int MAX = 100_000;

  private final SharePolicy policy = Given.caching();
  private final AtomicInteger released = new AtomicInteger();
  private long now = Long.MAX_VALUE - 5 * Given.SECOND;
  private final ResponseCache cache = new ResponseCache(MAX, () -> now);

  private ShareKey key(Request request) {
    return ShareKey.of(request, policy, Given.SCOPE);
  }

  /** Keeps a response with content of a length, and gives up the own reference to it. */
  private StoredResponse put(Request request, int length, String... lines) {
    ShareKey key = key(request);
    FetchedHeader header = Given.response(now, 200, lines);
    Sharing sharing = Sharing.of(request.getHeaders(), header, policy);
    SharedContent content =
        SharedContent.of(ByteBuffer.allocate(length), released::incrementAndGet);
    StoredResponse response =
        StoredResponse.of(header, sharing, key.variant(sharing.vary(), request), content);
    cache.put(key, response);
    content.release();
    return response;
  }

  private Lookup lookup(Request request) {
    return cache.lookup(key(request), request, now);
  }

  @Test
  void whatIsKeptIsFoundUntilItIsStale() {
    Request request = Given.get("http://h/a");
    assertEquals(Lookup.miss(Forward.URI_MISS), lookup(request));

    StoredResponse response = put(request, 10);

    assertEquals(new Lookup(response, State.FRESH, null), lookup(request));
    assertEquals(Forward.URI_MISS, lookup(Given.get("http://h/b")).forward());
    now += 10 * Given.SECOND - 1;
    assertTrue(lookup(request).answers());
    now++;
    assertFalse(lookup(request).answers());
    cache.cleanUp();
    now += 2 * Given.SECOND;
    cache.cleanUp();
    assertEquals(1, released.get());
    assertEquals(0, cache.bytes());
  }

  @Test
  void aNewerResponseTakesThePlaceOfAnOlderOne() {
    Request request = Given.get("http://h/a");
    put(request, 10);

    StoredResponse newer = put(request, 10);

    assertSame(newer, lookup(request).response());
    assertEquals(1, released.get());
  }

  /** RFC 9111, 4.1. */
  @Test
  void variantsAreKeptSideBySide() {
    Request gzip = Given.get("http://h/a", "Accept-Encoding:gzip");
    Request plain = Given.get("http://h/a");
    StoredResponse zipped = put(gzip, 10, "Vary:Accept-Encoding");
    assertEquals(Forward.VARY_MISS, lookup(plain).forward());

    StoredResponse unzipped = put(plain, 10, "Vary:Accept-Encoding");

    assertSame(zipped, lookup(gzip).response());
    assertSame(unzipped, lookup(plain).response());
    assertEquals(1, cache.targets());
    assertEquals(0, released.get());
  }

  @Test
  void theNewestResponseThatMatchesIsFound() {
    Request gzip = Given.get("http://h/a", "Accept-Encoding:gzip");
    put(gzip, 10, "Vary:Accept-Encoding");

    StoredResponse forAll = put(Given.get("http://h/a"), 10);

    assertSame(forAll, lookup(gzip).response());
  }

  @Test
  void aTargetHasOnlySoManyVariants() {
    for (int i = 0; i < Variants.MAX + 3; i++) {
      put(Given.get("http://h/a", "X:" + i), 10, "Vary:X");
    }

    assertEquals(3, released.get());
    assertEquals(Forward.VARY_MISS, lookup(Given.get("http://h/a", "X:2")).forward());
    assertTrue(lookup(Given.get("http://h/a", "X:3")).answers());
  }

  @Test
  void bytesAreBoundedAndGivenBack() {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      requests.add(Given.get("http://h/" + i));
      put(requests.get(i), 5_000);
    }
    cache.cleanUp();

    long kept = requests.stream().filter(request -> lookup(request).answers()).count();
    assertTrue(kept > 10 && kept <= MAX / 5_000, () -> kept + " are kept");
    assertEquals(50 - kept, released.get());
    assertTrue(cache.bytes() <= MAX);
    cache.clear();
    assertEquals(50, released.get());
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    put(Given.get("http://h/a"), MAX);

    assertEquals(1, released.get());
    assertEquals(0, cache.targets());
  }

  @Test
  void whatMustNotBeKeptIsNot() {
    put(Given.get("http://h/a"), 10, "Cache-Control:no-cache");

    assertEquals(1, released.get());
    assertEquals(0, cache.targets());
  }

  @Test
  void whatIsBeingSentStaysWhenItIsRemoved() {
    StoredResponse response = put(Given.get("http://h/a"), 10);
    assertTrue(response.content().tryRetain());

    cache.clear();

    assertEquals(10, response.content().slice().remaining());
    assertEquals(0, released.get());
    response.content().release();
    assertEquals(1, released.get());
    assertFalse(response.content().tryRetain());
    assertThrows(IllegalStateException.class, response.content()::slice);
    assertThrows(IllegalStateException.class, response.content()::release);
  }

  /** RFC 9111, 4.4. */
  @Test
  void anInvalidationRemovesAllVariantsOfTheTarget() {
    Request one = Given.get("http://h/a?x=1", "X:1");
    put(one, 10, "Vary:X");
    put(Given.get("http://h/a?x=1", "X:2"), 10, "Vary:X");
    put(Given.get("http://h/a?x=2"), 10);

    Request post = Given.request("POST", "http://h/a?x=1", "Cookie:a=b");
    cache.invalidate(TargetKey.of(post, policy, Given.SCOPE), now);

    assertEquals(Forward.URI_MISS, lookup(one).forward());
    assertTrue(lookup(Given.get("http://h/a?x=2")).answers());
    assertEquals(2, released.get());
  }

  @Test
  void whatWasAskedForBeforeAnInvalidationIsNotKept() {
    Request request = Given.get("http://h/a");
    ShareKey key = key(request);
    StoredResponse early = Given.stored(key, request, Given.response(now, 200));

    now += Given.SECOND;
    cache.invalidate(key.target(), now);

    assertFalse(cache.put(key, early));
    assertTrue(cache.isInvalidatedSince(key.target(), early.requested()));
    now += Given.SECOND;
    assertTrue(cache.put(key, Given.stored(key, request, Given.response(now, 200))));
  }

  @Test
  void onlySuccessfulUnsafeRequestsInvalidate() {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "X"}) {
      assertTrue(ResponseCache.invalidates(method, 200), method);
      assertTrue(ResponseCache.invalidates(method, 303), method);
      assertFalse(ResponseCache.invalidates(method, 404), method);
      assertFalse(ResponseCache.invalidates(method, 500), method);
    }
    for (String method : new String[] {"GET", "HEAD", "OPTIONS", "TRACE"}) {
      assertFalse(ResponseCache.invalidates(method, 200), method);
    }
  }

  @Test
  void requestsDoNotWaitInVainForTenSeconds() {
    Request request = Given.get("http://h/a");
    ShareKey key = key(request);
    assertSame(key, cache.narrow(key, request));

    cache.learn(key, Sharing.not(Reason.SET_COOKIE));

    assertNull(cache.narrow(key, request));
    now += 10 * Given.SECOND;
    assertSame(key, cache.narrow(key, request));
    cache.learn(key, Sharing.not(Reason.STATUS));
    assertSame(key, cache.narrow(key, request));
  }

  @Test
  void theFieldsThatMatterAreRememberedUntilTheyDoNot() {
    Request request = Given.get("http://h/a", "X:1");
    ShareKey key = key(request);

    cache.learn(key, Sharing.of(request.getHeaders(), Given.ok("Vary:X"), policy));

    ShareKey narrowed = cache.narrow(key, request);
    Request other = Given.get("http://h/a", "X:2");
    assertEquals(key, narrowed.wide());
    assertFalse(narrowed.equals(cache.narrow(key(other), other)));
    cache.learn(narrowed, Sharing.of(request.getHeaders(), Given.ok(), policy));
    assertSame(key, cache.narrow(key, request));
  }
}
