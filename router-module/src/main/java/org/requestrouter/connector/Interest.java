package org.requestrouter.connector;

/** What becomes of read interest that is registered with another's callback. */
enum Interest {
  /** None is, or it is not the connection's. */
  NONE,
  /** It is left to the connection, which has not yet come to its next request. */
  LEFT,
  /** It was left, and has fired since: it has to be registered again. */
  FIRED,
  /** The connection waits for its next request by it. */
  TAKEN
}
