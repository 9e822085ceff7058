package org.requestrouter.exchange;

/** Where an exchange waits for a server. */
public interface QueuePlace {

  /** The exchange has ended and waits no more. */
  void leave();
}
