package org.requestrouter.exchange;

/** The way to one server: carries attempts over whatever transport the server speaks. */
public interface Upstream {

  /**
   * Sends the attempt's request and relays the response. All outcomes are reported to the attempt,
   * possibly before this method returns.
   */
  void send(Attempt attempt);

  /** How many connections to the server are open, in use or not. */
  int connections();

  /** How many connections to the server are open and not in use. */
  int idleConnections();

  /** How many requests have waited for their response header for longer than the given time. */
  int waitingLongerThan(long nanos);

  /** Closes all connections; what they carry fails. */
  void close();
}
