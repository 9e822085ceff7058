package org.requestrouter.exchange;

import org.eclipse.jetty.util.Callback;

/**
 * The callback of a door that answers with errors in its own way, where others leave it to Jetty's
 * error handler.
 */
public interface ErrorResponder extends Callback {

  /** Answers with an error, which ends the exchange: neither success nor failure follow. */
  void respond(Failure failure);

  /**
   * The client's stream has ended, which the door's container knows already: what is left to end is
   * the door's own. Neither success nor failure follow.
   */
  void clientLeft(Throwable cause);

  /**
   * Whether a demand for request content goes straight to the client's connection, so that it can
   * be taken back there before the end.
   */
  boolean demandsDirectly();
}
