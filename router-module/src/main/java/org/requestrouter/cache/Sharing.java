package org.requestrouter.cache;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Whether a response may be given to others than the one whose request was sent, and kept.
 *
 * <p>A cache may collapse requests as far as it may use the response for all of them (RFC 9111, 4).
 * One that must be validated before further use ({@code no-cache}, {@code max-age=0}) is given to
 * those who wait when its header comes, and to nobody after that: to validate it is to send a
 * request like theirs, which is what has just been done. That a response may have been made shortly
 * before the last of them came is what a rule accepts that coalesces; without it, long polls, which
 * commonly are {@code no-cache}, could not be coalesced at all. What is for one alone is shared by
 * nobody: {@code private} and {@code no-store}, also with field names, {@code Set-Cookie}, {@code
 * Vary: *}.
 *
 * @param verdict what may be done with it
 * @param reason why nothing more may be done, or null if it is kept
 * @param lifetime for how long it is kept
 * @param vary the fields of requests that it depends on, or null if it is not shared
 */
public record Sharing(Verdict verdict, Reason reason, Lifetime lifetime, Vary vary) {

  /** What may be done with a response. */
  public enum Verdict {
    /** It is for one alone. */
    NOT,
    /** It is for all who wait when its header comes. */
    IN_FLIGHT,
    /** It is for all who wait now, and for others as long as it lives. */
    STORED
  }

  /**
   * Judges a response.
   *
   * @param request the fields of the request that was sent
   */
  public static Sharing of(HttpFields request, FetchedHeader header, SharePolicy policy) {
    CacheControl control = CacheControl.of(header.fields());
    Reason forOne = whyForOne(header, control, policy);
    if (forOne != null) {
      return not(forOne);
    }
    Vary vary = Vary.of(header.fields(), policy);
    if (vary == null) {
      return not(Reason.VARY);
    }
    long explicit = Lifetime.explicit(header, control);
    boolean declared = explicit > 0 || control.has("public");
    if (!declared && !SharedStatus.isForAll(header.status())) {
      return not(Reason.STATUS);
    }
    Lifetime lifetime = Lifetime.of(header, control, policy, explicit);
    Reason notKept = whyNotKept(request, header, control, policy);
    if (notKept == null && explicit < 0 && !declared && !SharedStatus.isKept(header.status())) {
      notKept = Reason.STATUS;
    }
    if (notKept == null && lifetime == Lifetime.NONE) {
      notKept = Reason.STALE;
    }
    return notKept == null
        ? new Sharing(Verdict.STORED, null, lifetime, vary)
        : new Sharing(Verdict.IN_FLIGHT, notKept, Lifetime.NONE, vary);
  }

  /** A response that is for one alone. */
  public static Sharing not(Reason reason) {
    return new Sharing(Verdict.NOT, reason, Lifetime.NONE, null);
  }

  private static Reason whyForOne(FetchedHeader header, CacheControl control, SharePolicy policy) {
    HttpFields fields = header.fields();
    if (control.has("private")) {
      return Reason.PRIVATE;
    }
    if (control.has("no-store")) {
      return Reason.NO_STORE;
    }
    if (control.isMalformed()) {
      return Reason.MALFORMED;
    }
    if (fields.contains(HttpHeader.SET_COOKIE) || fields.contains("Set-Cookie2")) {
      return Reason.SET_COOKIE;
    }
    if (fields.contains(HttpHeader.WWW_AUTHENTICATE) || fields.contains("Authentication-Info")) {
      return Reason.AUTHENTICATION;
    }
    if (SharedStatus.isForOne(header.status())) {
      return Reason.STATUS;
    }
    if (isEventStream(fields)) {
      return Reason.EVENT_STREAM;
    }
    return isTooLarge(fields, policy) ? Reason.SIZE : null;
  }

  private static boolean isTooLarge(HttpFields fields, SharePolicy policy) {
    String length = fields.get(HttpHeader.CONTENT_LENGTH);
    return length != null && Seconds.parse(length) > policy.maxContent();
  }

  private static boolean isEventStream(HttpFields fields) {
    String type = fields.get(HttpHeader.CONTENT_TYPE);
    String stream = "text/event-stream";
    return type != null && type.regionMatches(true, 0, stream, 0, stream.length());
  }

  private static Reason whyNotKept(
      HttpFields request, FetchedHeader header, CacheControl control, SharePolicy policy) {
    if (!policy.keeps()) {
      return Reason.POLICY;
    }
    if (control.has("no-cache")) {
      return Reason.NO_CACHE;
    }
    // Deprecated and without meaning in responses, but those who send it mean one thing.
    if (control.isEmpty() && header.fields().contains(HttpHeader.PRAGMA, "no-cache")) {
      return Reason.NO_CACHE;
    }
    // RFC 9111, 5.2.2.3
    if (control.has("must-understand") && HttpStatus.getCode(header.status()) == null) {
      return Reason.STATUS;
    }
    boolean forAnybody =
        control.has("public") || control.has("must-revalidate") || control.has("s-maxage");
    // RFC 9111, 3.5
    return request.contains(HttpHeader.AUTHORIZATION) && !forAnybody ? Reason.AUTHORIZATION : null;
  }

  /** Whether those who wait may have it. */
  public boolean isShared() {
    return verdict != Verdict.NOT;
  }

  /** Whether it may be kept. */
  public boolean isStored() {
    return verdict == Verdict.STORED;
  }
}
