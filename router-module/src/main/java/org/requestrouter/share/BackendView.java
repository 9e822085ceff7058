package org.requestrouter.share;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Request;
import org.requestrouter.affinity.Bond;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.RetryPolicy;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.metrics.GroupMetrics;

/** A backend as it is, for those that see something of it in another way. */
abstract class BackendView implements ServerGroup {
  final ServerGroup backend;

  BackendView(ServerGroup backend) {
    this.backend = backend;
  }

  @Override
  public boolean admit(Exchange exchange) {
    return backend.admit(exchange);
  }

  @Override
  public void placeAdmitted(Exchange exchange) {
    backend.placeAdmitted(exchange);
  }

  @Override
  public Bond bind(Request request) {
    return backend.bind(request);
  }

  @Override
  public boolean hasUntried(Exchange exchange) {
    return backend.hasUntried(exchange);
  }

  @Override
  public LongAdder followerCount() {
    return backend.followerCount();
  }

  @Override
  public GroupMetrics metrics() {
    return backend.metrics();
  }

  @Override
  public RetryPolicy retryPolicy() {
    return backend.retryPolicy();
  }

  @Override
  public int retryAfter() {
    return backend.retryAfter();
  }

  @Override
  public Timeouts timeouts() {
    return backend.timeouts();
  }
}
