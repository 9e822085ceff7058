package org.requestrouter;

import java.net.InetSocketAddress;
import java.net.URI;
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
import org.requestrouter.exchange.Upstream;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.rule.AclSet;
import org.requestrouter.rule.Condition;
import org.requestrouter.rule.RuleSyntaxException;
import org.requestrouter.upstream.Http1Timing;
import org.requestrouter.upstream.Http1Upstream;
import org.requestrouter.upstream.UpstreamContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles a validated configuration to a routing table. */
final class TableBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(TableBuilder.class);

  private final RoutingConfig config;
  private final AclSet acls;
  private final UpstreamContext context;
  private final RouterMetrics metrics;
  private final Map<String, Backend> backends = new LinkedHashMap<>();

  TableBuilder(RoutingConfig config, AclSet acls, UpstreamContext context, RouterMetrics metrics) {
    this.config = config;
    this.acls = acls;
    this.context = context;
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
        List.copyOf(routes),
        backends.get(config.getDefaultBackend()),
        List.copyOf(backends.values()));
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
        context,
        metrics.backend(backend.name()));
  }

  private BackendServer build(BackendConfig backend, ServerConfig server) {
    return new BackendServer(
        server, upstream(backend, server), metrics.server(backend.name(), server.name()));
  }

  private Upstream upstream(BackendConfig backend, ServerConfig server) {
    Http1Timing timing =
        new Http1Timing(
            backend.getConnectTimeout().toNanos(),
            backend.getServerTimeout().toNanos(),
            backend.getKeepAliveTimeout().toNanos());
    return new Http1Upstream(context, address(server), timing);
  }

  /** Resolves the name now: on the path of a request nothing may wait for DNS. */
  private static InetSocketAddress address(ServerConfig server) {
    URI uri = server.uri();
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
    if (address.isUnresolved()) {
      throw located(
          server.origin(), "server '" + server.name() + "' '" + uri + "'", "unknown host");
    }
    return address;
  }

  private static ConfigurationException located(String origin, String what, Object reason) {
    String place = origin.isEmpty() ? "" : origin + ": ";
    return reason instanceof RuleSyntaxException x
        ? new ConfigurationException(place + what + ": " + x.getMessage(), x)
        : new ConfigurationException(place + what + ": " + reason);
  }
}
