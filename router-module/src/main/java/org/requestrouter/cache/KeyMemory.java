package org.requestrouter.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.eclipse.jetty.server.Request;

/**
 * What earlier responses have said about further ones, remembered for ten seconds: that there is
 * nothing to share, so that no request waits in vain, and which fields matter.
 */
final class KeyMemory {
  static final Duration TIME = Duration.ofSeconds(10);

  private static final int OVERHEAD = 128;

  /** Vary, or else nothing to share. */
  private record Note(Vary vary) {}

  private static final Note UNSHARED = new Note(null);

  private final Cache<ShareKey, Note> notes;
  private final Cache<TargetKey, Long> invalidations;

  KeyMemory(long maxBytes, Ticker ticker) {
    notes =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((ShareKey key, Note note) -> OVERHEAD + key.weight())
            .expireAfterWrite(TIME)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
    invalidations =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((TargetKey key, Long time) -> OVERHEAD + key.weight())
            .expireAfterWrite(TIME)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  void learn(ShareKey key, Sharing sharing) {
    ShareKey wide = key.wide();
    if (sharing.isShared()) {
      Note known = notes.getIfPresent(wide);
      if (!sharing.vary().isEmpty()) {
        notes.put(wide, new Note(sharing.vary()));
      } else if (known != null) {
        notes.invalidate(wide);
      }
    } else if (sharing.reason().isLasting()) {
      notes.put(wide, UNSHARED);
    }
  }

  /** Returns the key by which a request is shared, or null if that would be in vain. */
  ShareKey narrow(ShareKey key, Request request) {
    Note note = notes.getIfPresent(key);
    if (note == null) {
      return key;
    }
    return note.vary == null ? null : key.narrowed(note.vary, request);
  }

  void invalidated(TargetKey target, long now) {
    invalidations.put(target, now);
  }

  /** Whether a target has been changed since a request for it was sent. */
  boolean isInvalidatedSince(TargetKey target, long sent) {
    Long time = invalidations.getIfPresent(target);
    return time != null && time - sent >= 0;
  }
}
