package org.requestrouter.cache;

import org.requestrouter.cache.CacheStatus.Forward;

/**
 * What a cache has for a request.
 *
 * @param response what is kept, or null for nothing. Its content can be gone by the time that it is
 *     used, unless {@link SharedContent#tryRetain} succeeds
 * @param state what may be done with it for this request
 * @param forward why the request has to go on to the server, or null if it need not
 */
public record Lookup(StoredResponse response, StoredResponse.State state, Forward forward) {

  static Lookup miss(Forward why) {
    return new Lookup(null, StoredResponse.State.DEAD, why);
  }

  /** Whether the response answers the request at once. */
  public boolean answers() {
    return state == StoredResponse.State.FRESH || revalidates();
  }

  /** Whether the response is to be fetched anew after that. */
  public boolean revalidates() {
    return state == StoredResponse.State.STALE_WHILE_REVALIDATED;
  }
}
