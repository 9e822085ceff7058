package org.requestrouter.health;

/** What a request shows of its server. */
public enum Observation {
  /** A connection was made. */
  CONNECTED(true, true, "connected"),
  /** No connection could be made, for whatever reason. */
  NOT_CONNECTED(false, true, "not connected"),
  /** A response came, with a status that a healthy server may send. */
  GOOD_RESPONSE(true, false, "response"),
  /** A response came, but with a status that speaks of a failure. */
  BAD_RESPONSE(false, false, "response with an error status"),
  /** No valid response came: nothing in time, an early end, a reset, not HTTP. */
  NO_RESPONSE(false, false, "no response");

  private static final int CLIENT_FAULT_END = 499;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int VERSION_NOT_SUPPORTED = 505;

  private final boolean good;
  private final boolean connection;
  private final String words;

  Observation(boolean good, boolean connection, String words) {
    this.good = good;
    this.connection = connection;
    this.words = words;
  }

  /** Returns what a response with the status shows; 100 to 499, 501 and 505 are good. */
  public static Observation of(int status) {
    boolean good =
        status <= CLIENT_FAULT_END || status == NOT_IMPLEMENTED || status == VERSION_NOT_SUPPORTED;
    return good ? GOOD_RESPONSE : BAD_RESPONSE;
  }

  boolean good() {
    return good;
  }

  /** Whether it counts: a connection made is no news where responses are looked at. */
  boolean counts(boolean responses) {
    return responses ? this != CONNECTED : connection;
  }

  @Override
  public String toString() {
    return words;
  }
}
