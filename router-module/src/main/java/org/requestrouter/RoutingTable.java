package org.requestrouter;

import java.util.List;
import java.util.stream.Stream;
import org.requestrouter.alias.AliasedSites;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.AliasesConfig;
import org.requestrouter.rule.RequestHead;
import org.requestrouter.rule.RuleSet;

/** The compiled rules. Immutable: an exchange ends on the table that it began with. */
public final class RoutingTable {
  /** Sends everything to the webapps. */
  static final RoutingTable EMPTY =
      new RoutingTable(List.of(), Route.TO_WEBAPPS, List.of(), List.of());

  private final AliasedSites sites;
  private final List<Route> routes;
  private final RuleSet conditions;
  private final Route defaultRoute;
  private final List<Backend> backends;
  private final List<CrossOriginPolicy> policies;

  /**
   * Creates a table.
   *
   * @param routes the rules, in the order of the configuration
   * @param defaultRoute where a request goes that no rule matches
   * @param backends all backends, in the order of the configuration
   * @param aliases the sites with aliases
   */
  public RoutingTable(
      List<Route> routes, Route defaultRoute, List<Backend> backends, List<AliasesConfig> aliases) {
    this.sites = new AliasedSites(aliases);
    this.routes = List.copyOf(routes);
    this.conditions = new RuleSet(routes.stream().map(Route::condition).toList());
    this.defaultRoute = defaultRoute;
    this.backends = List.copyOf(backends);
    this.policies =
        routes.stream()
            .map(Route::edge)
            .filter(CrossOriginEdge.class::isInstance)
            .map(edge -> ((CrossOriginEdge) edge).policy())
            .distinct()
            .toList();
  }

  /** All backends, in the order of the configuration. */
  public List<Backend> backends() {
    return backends;
  }

  /** The cross-origin policies of the rules, which must be started before requests come. */
  List<CrossOriginPolicy> policies() {
    return policies;
  }

  /** The route of what no rule matches. */
  Route defaultRoute() {
    return defaultRoute;
  }

  /** Describes the rules in the order in which they are tried. */
  List<String> rules() {
    Stream<String> last = Stream.of("defaultBackend " + defaultRoute.target());
    return Stream.concat(routes.stream().map(Route::toString), last).toList();
  }

  /** The sites with aliases, which come before the rules. */
  AliasedSites sites() {
    return sites;
  }

  /** Returns the first rule that matches, or the default. */
  public Route route(RequestHead request) {
    int rule = conditions.first(request);
    return rule == RuleSet.NONE ? defaultRoute : routes.get(rule);
  }
}
