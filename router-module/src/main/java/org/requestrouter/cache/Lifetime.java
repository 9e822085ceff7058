package org.requestrouter.cache;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * How long a response may be used, in nanoseconds from its receipt.
 *
 * @param fresh as it is
 * @param whileRevalidated after that, while it is fetched anew (RFC 5861, 3)
 * @param ifError after that, if it cannot be fetched (RFC 5861, 4)
 */
public record Lifetime(long fresh, long whileRevalidated, long ifError) {
  static final Lifetime NONE = new Lifetime(0, 0, 0);

  /**
   * Returns the time that the policy wants a response to be used, as far as its server allows that.
   * What the server says about being stale limits the policy, and the policy what the server says:
   * neither gets a response older than it has agreed to.
   *
   * @param explicit what {@link #explicit} has returned
   */
  static Lifetime of(
      FetchedHeader header, CacheControl control, SharePolicy policy, long explicit) {
    long fresh = policy.microCacheNanos();
    if (explicit >= 0) {
      fresh = Math.min(fresh, TimeUnit.SECONDS.toNanos(explicit) - header.age());
    }
    if (fresh <= 0) {
      return NONE;
    }
    if (forbidsStale(control)) {
      return new Lifetime(fresh, 0, 0);
    }
    return new Lifetime(
        fresh,
        limited(policy.staleWhileRevalidateNanos(), control, "stale-while-revalidate"),
        limited(policy.staleIfErrorNanos(), control, "stale-if-error"));
  }

  /** RFC 9111, 4.2.4: s-maxage has the meaning of proxy-revalidate (5.2.2.10). */
  private static boolean forbidsStale(CacheControl control) {
    return control.has("must-revalidate")
        || control.has("proxy-revalidate")
        || control.has("s-maxage");
  }

  private static long limited(long nanos, CacheControl control, String directive) {
    long seconds = control.seconds(directive);
    return seconds < 0 ? nanos : Math.min(nanos, TimeUnit.SECONDS.toNanos(seconds));
  }

  /**
   * Returns for how many seconds after its making the server says that a response is fresh, or -1
   * if it says nothing (RFC 9111, 4.2.1). What it says in a way that cannot be read counts as 0.
   */
  static long explicit(FetchedHeader header, CacheControl control) {
    if (control.has("s-maxage")) {
      return control.seconds("s-maxage");
    }
    if (control.has("max-age")) {
      return control.seconds("max-age");
    }
    HttpFields fields = header.fields();
    long expires = Dates.parse(fields, HttpHeader.EXPIRES);
    if (expires == Dates.NONE) {
      return -1;
    }
    if (expires == Dates.INVALID) {
      return 0;
    }
    long date = Dates.parse(fields, HttpHeader.DATE);
    boolean known = date != Dates.NONE && date != Dates.INVALID;
    return Math.max(0, (expires - (known ? date : header.date())) / 1_000);
  }
}
