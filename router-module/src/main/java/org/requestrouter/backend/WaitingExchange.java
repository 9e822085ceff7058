package org.requestrouter.backend;

import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.upstream.Timeouts;

/** An exchange in the queue of a backend: it holds neither thread nor buffer. */
final class WaitingExchange implements Timeouts.Timed {
  private final Backend backend;
  private final Exchange exchange;
  private final long expiry;

  WaitingExchange(Backend backend, Exchange exchange, long timeout) {
    this.backend = backend;
    this.exchange = exchange;
    this.expiry = NanoTime.now() + timeout;
  }

  Exchange exchange() {
    return exchange;
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    backend.expired(this);
    return true;
  }
}
