package org.requestrouter;

import org.eclipse.jetty.server.Request;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.rule.Condition;

/**
 * A rule.
 *
 * @param condition what a request has to satisfy
 * @param backend where it goes then, or null for the webapps
 * @param group the backend's servers, as requests of this rule see them, or null for the webapps
 * @param settings how it is carried there, or null for the webapps
 * @param edge what sees it first and may answer it itself, or null
 */
public record Route(
    Condition condition,
    Backend backend,
    ServerGroup group,
    RouteSettings settings,
    Request.Handler edge) {

  /** Sends requests to the webapps. */
  static final Route TO_WEBAPPS = new Route(Condition.ALWAYS, null, null, null, null);

  /** Whether requests are left to the webapps. */
  public boolean isToWebapps() {
    return backend == null && edge == null;
  }

  /** The name of the backend. */
  String target() {
    return backend == null ? RoutingConfig.WEBAPPS : backend.name();
  }

  @Override
  public String toString() {
    return "useBackend " + target() + (condition == Condition.ALWAYS ? "" : " " + condition);
  }
}
