package org.requestrouter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.AclConfig;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.rule.AclSet;
import org.requestrouter.rule.Condition;
import org.requestrouter.rule.RuleSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles a validated configuration to a routing table. */
final class TableBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(TableBuilder.class);

  private final RoutingConfig config;
  private final AclSet acls;
  private final Upstreams upstreams;
  private final RouterMetrics metrics;
  private final Map<String, Backend> backends = new LinkedHashMap<>();

  TableBuilder(RoutingConfig config, AclSet acls, Upstreams upstreams, RouterMetrics metrics) {
    this.config = config;
    this.acls = acls;
    this.upstreams = upstreams;
    this.metrics = metrics;
  }

  /** Returns the table; throws a ConfigurationException that names what is wrong, and where. */
  RoutingTable build() {
    config.acls().forEach(this::define);
    List<Condition> conditions = config.rules().stream().map(this::compile).toList();
    config.backends().forEach(b -> backends.put(b.name(), build(b)));
    List<RoutingTable.Route> routes = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Backend backend = backends.get(config.rules().get(i).backend());
      routes.add(new RoutingTable.Route(conditions.get(i), backend));
    }
    acls.warnings().forEach(LOG::warn);
    return new RoutingTable(
        routes, backends.get(config.getDefaultBackend()), List.copyOf(backends.values()));
  }

  private void define(AclConfig acl) {
    try {
      acls.define(acl.name(), acl.expression());
    } catch (RuleSyntaxException x) {
      throw located(acl.origin(), "acl '" + acl.name() + "' '" + acl.expression() + "'", x);
    }
  }

  private Condition compile(RuleConfig rule) {
    if (rule.condition() == null) {
      return Condition.ALWAYS;
    }
    try {
      return acls.compile(rule.condition());
    } catch (RuleSyntaxException x) {
      String what = "useBackend '" + rule.backend() + "' '" + rule.condition() + "'";
      throw located(rule.origin(), what, x);
    }
  }

  private Backend build(BackendConfig backend) {
    List<BackendServer> servers =
        backend.servers().stream().map(server -> build(backend, server)).toList();
    Duration clientTimeout = config.getClientTimeout();
    return new Backend(
        backend,
        clientTimeout == null ? 0 : clientTimeout.toMillis(),
        servers,
        upstreams.context(),
        metrics.backend(backend.name()));
  }

  private BackendServer build(BackendConfig backend, ServerConfig server) {
    return new BackendServer(
        server, upstreams.create(backend, server), metrics.server(backend.name(), server.name()));
  }

  private static ConfigurationException located(
      String origin, String what, RuleSyntaxException reason) {
    String place = origin.isEmpty() ? "" : origin + ": ";
    return new ConfigurationException(place + what + ": " + reason.getMessage(), reason);
  }
}
