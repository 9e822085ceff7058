package org.requestrouter.share;

import org.eclipse.jetty.server.Request;
import org.requestrouter.affinity.Bond;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.ServerGroup;

/**
 * A backend as a fetch sees it: for no client in particular, so that nothing binds or counts it.
 */
final class FetchGroup extends BackendView {
  FetchGroup(ServerGroup backend) {
    super(backend);
  }

  @Override
  public boolean admit(Exchange exchange) {
    return true;
  }

  @Override
  public Bond bind(Request request) {
    return null;
  }
}
