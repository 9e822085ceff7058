package org.requestrouter;

import org.requestrouter.backend.Backend;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.rule.Condition;

/**
 * A rule.
 *
 * @param condition what a request has to satisfy
 * @param backend where it goes then, or null for the webapps
 * @param settings how it is carried there, or null for the webapps
 */
public record Route(Condition condition, Backend backend, RouteSettings settings) {

  /** Sends requests to the webapps. */
  static final Route TO_WEBAPPS = new Route(Condition.ALWAYS, null, null);

  /** Whether requests are left to the webapps. */
  public boolean isToWebapps() {
    return backend == null;
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
