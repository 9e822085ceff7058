package org.requestrouter.exchange;

import org.requestrouter.metrics.GroupMetrics;

/** The servers among which an exchange may be placed. */
public interface ServerGroup {

  /**
   * Finds a server for the exchange and {@link Exchange#begin begins} it there, now or once a place
   * is free; if none can ever be found, {@link Exchange#fail fails} it.
   */
  void place(Exchange exchange);

  /** Takes a waiting exchange out of the queue, since it has ended. */
  void leave(Exchange exchange);

  /** Where what happens before a server is chosen is recorded. */
  GroupMetrics metrics();

  /** The client's idle timeout in milliseconds, or 0 for the connector's. */
  long clientTimeout();

  /** How many further attempts may follow the first. */
  int retries();
}
