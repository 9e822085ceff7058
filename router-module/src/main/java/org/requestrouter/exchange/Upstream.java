package org.requestrouter.exchange;

import java.util.function.Consumer;

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

  /** Shows all attempts that are carried now, or wait for a connection. */
  void forEachAttempt(Consumer<Attempt> action);

  /** What is carried on connections that have been upgraded. */
  Tunnels tunnels();

  /** Changes how connections are kept, from now on. */
  void configure(Pooling pooling);

  /** Closes the connections that are not in use. */
  void closeIdle();

  /** Closes all connections; what they carry fails. */
  void close();
}
