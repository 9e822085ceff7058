package org.requestrouter.backend.jmx;

import java.util.Locale;
import org.eclipse.jetty.jmx.ObjectMBean;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.health.CircuitBreaker;

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

  /** Since when it is up or down, in ISO notation. */
  @ManagedAttribute("Since when it is up or down")
  public String getSince() {
    return server.health().getSince();
  }

  /** How often it has gone down or come up. */
  @ManagedAttribute("How often it has gone down or come up")
  public long getTransitions() {
    return server.health().getTransitions();
  }

  /** How many checks there have been. */
  @ManagedAttribute("The checks made")
  public long getChecks() {
    return server.health().getChecks();
  }

  /** How many checks have failed. */
  @ManagedAttribute("The checks failed")
  public long getFailedChecks() {
    return server.health().getFailedChecks();
  }

  /** What has come of the last check, or an empty text. */
  @ManagedAttribute("The result of the last check")
  public String getLastCheck() {
    return server.health().getLastCheck();
  }

  /** The state of its circuit breaker, or {@code none}. */
  @ManagedAttribute("The circuit breaker: closed, open, half_open or none")
  public String getCircuitBreaker() {
    CircuitBreaker breaker = server.circuitBreaker();
    return breaker == null ? "none" : breaker.getState().toLowerCase(Locale.ROOT);
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
