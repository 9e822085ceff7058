package org.requestrouter.cache;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What a request says about the use of caches (RFC 9111, 5.2.1 and 5.4). It is advice, and only
 * asked for where the policy heeds it.
 */
public final class RequestDirectives {
  private final CacheControl control;
  private final boolean noCache;

  private RequestDirectives(CacheControl control, boolean noCache) {
    this.control = control;
    this.noCache = noCache;
  }

  /** Reads the directives of a request. */
  public static RequestDirectives of(HttpFields request) {
    CacheControl control = CacheControl.of(request);
    boolean noCache =
        control.isEmpty()
            ? request.contains(HttpHeader.PRAGMA, "no-cache")
            : control.has("no-cache") || control.isMalformed();
    return new RequestDirectives(control, noCache);
  }

  /** Whether nothing of the request, or of the answer to it, may be kept or shared. */
  boolean forbidSharing() {
    return control.has("no-store");
  }

  /** Whether the client would rather have nothing than what is not kept: then 504 is due. */
  public boolean onlyIfCached() {
    return control.has("only-if-cached");
  }

  /**
   * Whether a response will do that is fresh, or that is stale and may be used anyway. Clients can
   * ask for more, not for less: {@code max-stale} changes nothing, since servers have the last
   * word.
   */
  boolean accept(StoredResponse response, long now) {
    if (noCache) {
      return false;
    }
    if (control.has("max-age")
        && response.ageNanos(now) > TimeUnit.SECONDS.toNanos(control.seconds("max-age"))) {
      return false;
    }
    return !control.has("min-fresh")
        || response.ttlNanos(now) >= TimeUnit.SECONDS.toNanos(control.seconds("min-fresh"));
  }
}
