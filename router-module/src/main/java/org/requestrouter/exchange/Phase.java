package org.requestrouter.exchange;

/** How far an exchange has come. */
enum Phase {
  /** No server yet: being placed, or waiting in the queue or for another exchange's response. */
  PLACING,
  /** An attempt is under way; the client has seen nothing but interim responses. */
  TRYING,
  /** The response header goes to the client: no retry any more. */
  COMMITTED,
  ENDED
}
