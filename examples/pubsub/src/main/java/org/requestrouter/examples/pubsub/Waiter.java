package org.requestrouter.examples.pubsub;

/** A subscriber that waits for the next message of a channel. */
interface Waiter {
  /**
   * Gives the message to the subscriber, if it still waits: it may have left, or been sent away, at
   * the same moment.
   *
   * @return whether this call ended the wait
   */
  boolean deliver(Message message);
}
