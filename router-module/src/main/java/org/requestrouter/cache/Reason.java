package org.requestrouter.cache;

/** Why a response is not given to others, or not kept. */
public enum Reason {
  PRIVATE("private", true),
  NO_STORE("no-store", true),
  NO_CACHE("no-cache", false),
  /** Cache-Control cannot be read. */
  MALFORMED("malformed", true),
  SET_COOKIE("set-cookie", true),
  /** The response takes part in an authentication. */
  AUTHENTICATION("authentication", false),
  /** The request bears credentials, and the response does not say that it is for others. */
  AUTHORIZATION("authorization", false),
  /** It depends on what cannot be compared. */
  VARY("vary", true),
  STATUS("status", false),
  EVENT_STREAM("event-stream", true),
  /** The content is larger than what is shared. */
  SIZE("size", true),
  /** It has come without time to be used. */
  STALE("stale", false),
  /** Nothing is kept. */
  POLICY("policy", false);

  private final String text;
  private final boolean lasting;

  Reason(String text, boolean lasting) {
    this.text = text;
    this.lasting = lasting;
  }

  /**
   * Whether further responses to the same request will probably be no different, so that to wait
   * for them would be in vain. A status is no such reason: with an odd request one client could
   * stop the sharing among the others.
   */
  public boolean isLasting() {
    return lasting;
  }

  /** A token, for Cache-Status. */
  @Override
  public String toString() {
    return text;
  }
}
