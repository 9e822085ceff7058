package org.requestrouter;

import java.util.List;
import java.util.stream.Stream;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.rule.Condition;
import org.requestrouter.rule.RequestHead;
import org.requestrouter.rule.RuleSet;

/** The compiled rules. Immutable: an exchange ends on the table that it began with. */
public final class RoutingTable {
  /** Sends everything to the webapps. */
  static final RoutingTable EMPTY = new RoutingTable(List.of(), null, List.of());

  private final List<Route> routes;
  private final RuleSet conditions;
  private final Backend defaultBackend;
  private final List<Backend> backends;

  /**
   * Creates a table.
   *
   * @param routes the rules, in the order of the configuration
   * @param defaultBackend where a request goes that no rule matches, or null for the webapps
   * @param backends all backends, in the order of the configuration
   */
  public RoutingTable(List<Route> routes, Backend defaultBackend, List<Backend> backends) {
    this.routes = List.copyOf(routes);
    this.conditions = new RuleSet(routes.stream().map(Route::condition).toList());
    this.defaultBackend = defaultBackend;
    this.backends = List.copyOf(backends);
  }

  /**
   * A rule.
   *
   * @param condition what a request has to satisfy
   * @param backend where it goes then, or null for the webapps
   */
  public record Route(Condition condition, Backend backend) {
    @Override
    public String toString() {
      return "useBackend " + name(backend) + (condition == Condition.ALWAYS ? "" : " " + condition);
    }
  }

  /** All backends, in the order of the configuration. */
  public List<Backend> backends() {
    return backends;
  }

  /** Describes the rules in the order in which they are tried. */
  List<String> rules() {
    Stream<String> last = Stream.of("defaultBackend " + name(defaultBackend));
    return Stream.concat(routes.stream().map(Route::toString), last).toList();
  }

  private static String name(Backend backend) {
    return backend == null ? RoutingConfig.WEBAPPS : backend.name();
  }

  /** Returns the backend of the first rule that matches, or null for the webapps. */
  public Backend route(RequestHead request) {
    int rule = conditions.first(request);
    return rule == RuleSet.NONE ? defaultBackend : routes.get(rule).backend();
  }
}
