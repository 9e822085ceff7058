package org.requestrouter.backend.jmx;

import org.eclipse.jetty.jmx.ObjectMBean;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.backend.BackendServer;

/** Shows a server over JMX under its name, in the context of its backend. */
@ManagedObject
public final class BackendServerMBean extends ObjectMBean {
  private final BackendServer server;

  /** Called by Jetty, which finds this class by its name. */
  public BackendServerMBean(Object server) {
    super(server);
    this.server = (BackendServer) server;
  }

  /** How many connections to the server are open. */
  @ManagedAttribute("The open connections")
  public int getConnections() {
    return server.upstream().connections();
  }

  /** Whether it has nothing of the router's: once it drains, it can be stopped without loss. */
  @ManagedAttribute("Whether it has neither requests nor connections")
  public boolean isQuiet() {
    return server.inFlight() == 0 && getConnections() == 0;
  }

  @Override
  public String getObjectNameBasis() {
    return server.name();
  }

  @Override
  public String getObjectContextBasis() {
    return server.backend();
  }
}
