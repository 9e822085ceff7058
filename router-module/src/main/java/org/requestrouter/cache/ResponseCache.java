package org.requestrouter.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.requestrouter.cache.CacheStatus.Forward;
import org.requestrouter.cache.StoredResponse.State;

/**
 * The responses that are kept, bounded by the bytes that they take. It holds a reference to the
 * content of each; what a client is being sent stays when it is removed. Times are those of {@link
 * System#nanoTime()}, or of the ticker that is given instead.
 */
public final class ResponseCache {
  /** The part of the bytes that is added for what is known of keys. */
  private static final int MEMORY_SHARE = 16;

  private final long maxBytes;
  private final Cache<TargetKey, Variants> responses;
  private final KeyMemory memory;

  /** Creates a cache that takes at most so many bytes. */
  public ResponseCache(long maxBytes) {
    this(maxBytes, Ticker.systemTicker());
  }

  ResponseCache(long maxBytes, Ticker ticker) {
    this.maxBytes = maxBytes;
    // The work of the cache is done by those who write to it, without a hop to another thread.
    responses =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((TargetKey key, Variants variants) -> weight(key, variants))
            .expireAfter(new UntilDead())
            .removalListener(ResponseCache::removed)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
    memory = new KeyMemory(Math.max(1 << 16, maxBytes / MEMORY_SHARE), ticker);
  }

  private static int weight(TargetKey key, Variants variants) {
    return (int) Math.min(Integer.MAX_VALUE, (long) key.weight() + variants.weight());
  }

  private static void removed(TargetKey key, Variants variants, RemovalCause cause) {
    // What a further response has replaced is released there.
    if (cause != RemovalCause.REPLACED) {
      variants.forEach(response -> response.content().release());
    }
  }

  /**
   * Returns the key by which a request waits for others, given what has been learnt of their
   * responses; null if it would wait in vain.
   *
   * @param key as {@link ShareKey#of} has it
   */
  public ShareKey narrow(ShareKey key, Request request) {
    return memory.narrow(key, request);
  }

  /** Remembers what a response says about further ones to the same key. */
  public void learn(ShareKey key, Sharing sharing) {
    memory.learn(key, sharing);
  }

  /** Looks for what answers a request. */
  public Lookup lookup(ShareKey key, Request request, long now) {
    Variants variants = responses.getIfPresent(key.target());
    if (variants == null) {
      return Lookup.miss(Forward.URI_MISS);
    }
    StoredResponse response = variants.find(key, request);
    if (response == null) {
      return Lookup.miss(Forward.VARY_MISS);
    }
    State state = response.state(now);
    if (state == State.DEAD) {
      return new Lookup(response, state, Forward.STALE);
    }
    if (key.policy().heedsRequestDirectives()
        && !RequestDirectives.of(request.getHeaders()).accept(response, now)) {
      return new Lookup(response, State.DEAD, Forward.REQUEST);
    }
    return new Lookup(response, state, state == State.FRESH ? null : Forward.STALE);
  }

  /**
   * Keeps a response, in place of an older one of the same variant, and retains its content.
   *
   * @return false if it is not kept: it must not be, it is too large, its content is gone, or its
   *     target has been changed since it was asked for
   */
  public boolean put(ShareKey key, StoredResponse response) {
    if (!response.sharing().isStored()
        || (long) response.weight() + key.weight() > maxBytes
        || isInvalidatedSince(key.target(), response.requested())
        || !response.content().tryRetain()) {
      return false;
    }
    responses
        .asMap()
        .compute(
            key.target(),
            (target, others) ->
                others == null
                    ? Variants.of(key, response)
                    : others.with(key, response, old -> old.content().release()));
    // An invalidation is noted before it removes what is there: it has seen this response, or is
    // seen here.
    boolean outdated = isInvalidatedSince(key.target(), response.requested());
    if (outdated) {
      responses.invalidate(key.target());
    }
    return !outdated;
  }

  /**
   * Whether a target has been invalidated since a request for it was sent: the answer to that is
   * none for later requests. Remembered for ten seconds.
   */
  public boolean isInvalidatedSince(TargetKey target, long sent) {
    return memory.isInvalidatedSince(target, sent);
  }

  /**
   * Whether a response to a request changes what is kept for its target: the method is not safe,
   * and it has not failed (RFC 9111, 4.4).
   */
  public static boolean invalidates(String method, int status) {
    HttpMethod known = HttpMethod.fromString(method);
    return status >= 200 && status < 400 && (known == null || !known.isSafe());
  }

  /**
   * Removes all responses of a target, and does not keep those that have been asked for before now.
   */
  public void invalidate(TargetKey target, long now) {
    memory.invalidated(target, now);
    responses.invalidate(target);
  }

  /** Removes everything. */
  public void clear() {
    responses.invalidateAll();
    responses.cleanUp();
  }

  /** How many targets have responses. */
  public long targets() {
    return responses.estimatedSize();
  }

  /** About how many bytes the responses take. */
  public long bytes() {
    return responses.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /** Removes what is dead, which else happens with the next writes. */
  void cleanUp() {
    responses.cleanUp();
  }

  /** Until the last response of a target is good for nothing. */
  private static final class UntilDead implements Expiry<TargetKey, Variants> {
    @Override
    public long expireAfterCreate(TargetKey key, Variants variants, long now) {
      return Math.max(0, variants.dead() - now);
    }

    @Override
    public long expireAfterUpdate(TargetKey key, Variants variants, long now, long left) {
      return Math.max(0, variants.dead() - now);
    }

    @Override
    public long expireAfterRead(TargetKey key, Variants variants, long now, long left) {
      return left;
    }
  }
}
