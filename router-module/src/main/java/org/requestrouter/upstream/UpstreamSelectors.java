package org.requestrouter.upstream;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.connector.ClientSelectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selectors that carry the connections to servers. By default these are the clients' own: a
 * request and its response then stay on one thread. Selectors of the router's take their place if
 * that is wanted, and for clients whose selector cannot be found.
 */
public final class UpstreamSelectors extends ContainerLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamSelectors.class);

  private final boolean shared;
  private final OwnSelectors own;

  /**
   * Creates the selectors.
   *
   * @param count how many are the router's own; 0 to share the clients'
   */
  public UpstreamSelectors(Executor executor, Scheduler scheduler, int count) {
    shared = count == 0;
    own = new OwnSelectors(executor, scheduler, Math.max(1, count));
    addBean(own, !shared);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    LifeCycle.stop(own);
  }

  /** Returns the selector for the connection to a server that the request needs. */
  ManagedSelector of(Request request) {
    if (shared) {
      ManagedSelector clients = ClientSelectors.of(request);
      if (clients != null) {
        return clients;
      }
      startOwn(request.getConnectionMetaData().getConnector());
    }
    return own.next();
  }

  private synchronized void startOwn(Connector connector) {
    if (!own.isRunning()) {
      LOG.info("{} has no selectors to share; a thread of the router's carries on", connector);
      LifeCycle.start(own);
    }
  }
}
