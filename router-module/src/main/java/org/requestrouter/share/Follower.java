package org.requestrouter.share;

import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.QueuePlace;

/** An exchange that waits for the response to a fetch. */
final class Follower implements QueuePlace {
  private final Fetch fetch;
  private final Exchange exchange;
  private volatile boolean gone;

  Follower(Fetch fetch, Exchange exchange) {
    this.fetch = fetch;
    this.exchange = exchange;
  }

  Exchange exchange() {
    return exchange;
  }

  /** Whether it has ended before anything was answered. */
  boolean isGone() {
    return gone;
  }

  @Override
  public void leave() {
    gone = true;
    fetch.left(this);
  }
}
