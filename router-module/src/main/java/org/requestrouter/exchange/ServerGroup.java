package org.requestrouter.exchange;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Request;
import org.requestrouter.affinity.Bond;
import org.requestrouter.metrics.GroupMetrics;

/** The servers among which an exchange may be placed. */
public interface ServerGroup {

  /** Places the exchange on a server, unless its client has as many as it may. */
  default void place(Exchange exchange) {
    if (admit(exchange)) {
      placeAdmitted(exchange);
    }
  }

  /**
   * Counts the exchange for its client until it ends; if that has as many as it may already, the
   * exchange is {@link Exchange#fail failed}.
   *
   * @return false if it has been failed
   */
  boolean admit(Exchange exchange);

  /**
   * Finds a server for the exchange and {@link Exchange#begin begins} it there, now or once a place
   * is free; if none can ever be found, {@link Exchange#fail fails} it.
   */
  void placeAdmitted(Exchange exchange);

  /** Returns what binds the request to a server, or null if nothing ever binds requests here. */
  Bond bind(Request request);

  /** Whether there is a server in service that the exchange has not tried. */
  boolean hasUntried(Exchange exchange);

  /** Counts the exchanges that wait for the response to another. */
  LongAdder followerCount();

  /** Where what happens before a server is chosen is recorded. */
  GroupMetrics metrics();

  /** Which failures may be followed by a further attempt. */
  RetryPolicy retryPolicy();

  /** The seconds after which a client that is refused for want of room may come again. */
  int retryAfter();

  /** The timer of what the router waits for. */
  Timeouts timeouts();
}
