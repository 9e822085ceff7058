package org.requestrouter.cache;

import org.eclipse.jetty.http.HttpFields;

/**
 * What a cache did with a request, as its member of the field Cache-Status (RFC 9211). Members of
 * caches nearer to the server come before it and stay as they are.
 */
public final class CacheStatus {
  /** The name of the field. */
  public static final String FIELD = "Cache-Status";

  /** Why a request went on to the server (RFC 9211, 2.2). */
  public enum Forward {
    /** The rule, or the request itself, does not allow another way. */
    BYPASS("bypass"),
    /** The method is not one that can be answered otherwise. */
    METHOD("method"),
    /** Nothing is kept for the URI. */
    URI_MISS("uri-miss"),
    /** Something is kept for the URI, but for other values of the fields that it depends on. */
    VARY_MISS("vary-miss"),
    /** The request does not want what is kept. */
    REQUEST("request"),
    /** What is kept is stale. */
    STALE("stale");

    private final String text;

    Forward(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final StringBuilder text;

  private CacheStatus(String name) {
    text = new StringBuilder(name);
  }

  /** Begins a member for an answer from the cache, with the seconds for which it is fresh. */
  public static CacheStatus hit(String name, long ttl) {
    CacheStatus status = new CacheStatus(name);
    status.text.append("; hit; ttl=").append(ttl);
    return status;
  }

  /** Begins a member for an answer for which a request went to the server. */
  public static CacheStatus forwarded(String name, Forward why) {
    CacheStatus status = new CacheStatus(name);
    status.text.append("; fwd=").append(why);
    return status;
  }

  /** Says what the server answered, if the client gets another status (2.3). */
  public CacheStatus forwardStatus(int status) {
    text.append("; fwd-status=").append(status);
    return this;
  }

  /** Says that the response was kept, and for how many seconds it is fresh (2.4 and 2.5). */
  public CacheStatus stored(long ttl) {
    text.append("; stored; ttl=").append(ttl);
    return this;
  }

  /**
   * Says that the request waited for the answer to another (2.6).
   *
   * @param successfully whether it was answered by that, and needed no request of its own
   */
  public CacheStatus collapsed(boolean successfully) {
    text.append(successfully ? "; collapsed" : "; collapsed=?0");
    return this;
  }

  /** Says more, in a token (2.8). */
  public CacheStatus detail(Object token) {
    text.append("; detail=").append(token);
    return this;
  }

  /** Adds the member behind those of other caches. */
  public void addTo(HttpFields.Mutable fields) {
    fields.add(FIELD, text.toString());
  }

  /** Returns how a name is written (RFC 8941, 3.3.3 and 3.3.4), or null if it is empty. */
  static String name(String name) {
    if (name.isEmpty()) {
      return null;
    }
    boolean letter = Character.isLetter(name.charAt(0)) || name.charAt(0) == '*';
    // The name may also have what a token may in addition, but it looks better as a string then.
    return letter && Text.isToken(name)
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
