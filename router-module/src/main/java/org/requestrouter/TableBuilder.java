package org.requestrouter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.requestrouter.backend.Backend;
import org.requestrouter.cache.SharePolicy;
import org.requestrouter.config.AclConfig;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.config.TimeoutConfig;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.exchange.ServerGroup;
import org.requestrouter.exchange.Timing;
import org.requestrouter.headers.RequestFields;
import org.requestrouter.rule.AclSet;
import org.requestrouter.rule.Condition;
import org.requestrouter.rule.RuleSyntaxException;
import org.requestrouter.share.Shares;

/**
 * Compiles a validated configuration to a routing table. Nothing that lives is changed by it: that
 * is left to the plans, which are applied when all of the configuration has been found good.
 */
final class TableBuilder {
  private final RoutingConfig config;
  private final AclSet acls;
  private final Shares shares;
  private final RequestFields requestFields;
  private final Map<String, BackendConfig> declared = new LinkedHashMap<>();
  private final Map<String, BackendPlan> plans = new LinkedHashMap<>();
  private final Map<String, CrossOriginPolicy> policies = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private int seen;

  TableBuilder(RoutingConfig config, AclSet acls, Shares shares) {
    this.config = config;
    this.acls = acls;
    this.shares = shares;
    this.requestFields =
        new RequestFields(
            config.isForwardedFor(),
            config.isForwarded(),
            config.getVia(),
            config.trustedProxies());
  }

  /** Returns the table; throws a ConfigurationException that names what is wrong, and where. */
  RoutingTable build(LiveBackends live) {
    config.acls().forEach(this::define);
    List<Condition> conditions = config.rules().stream().map(this::compile).toList();
    for (BackendConfig backend : config.backends()) {
      declared.put(backend.name(), backend);
      plans.put(backend.name(), live.plan(backend));
    }
    config.crossOrigins().forEach(p -> policies.put(p.name(), CrossOriginPolicy.of(p)));
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      RuleConfig rule = config.rules().get(i);
      routes.add(route(conditions.get(i), rule.backend(), rule));
    }
    Route otherwise = route(Condition.ALWAYS, config.getDefaultBackend(), null);
    return new RoutingTable(
        routes,
        otherwise,
        plans.values().stream().map(BackendPlan::backend).toList(),
        config.aliases());
  }

  /** What is accepted but probably not meant, each with its place. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What the backends of the table are to become. */
  List<BackendPlan> plans() {
    return List.copyOf(plans.values());
  }

  /** Returns the route to a backend, with the settings of the rule, or null if there is no rule. */
  private Route route(Condition condition, String backend, RuleConfig rule) {
    if (RoutingConfig.WEBAPPS.equals(backend)) {
      return new Route(condition, null, null, null, null);
    }
    Timing timing = timing(declared.get(backend), rule);
    RequestFields fields = rule == null ? requestFields : requestFields.with(rule);
    RouteSettings settings = new RouteSettings(timing, fields, declared.get(backend).upgrades());
    Backend target = plans.get(backend).backend();
    SharePolicy policy = SharePolicy.of(rule);
    ServerGroup group = policy == null ? target : shares.among(target, settings, policy);
    return new Route(condition, target, group, settings, edge(target, settings, rule));
  }

  /** Returns what sees the requests of the rule first, or null. */
  private Request.Handler edge(Backend target, RouteSettings settings, RuleConfig rule) {
    return rule == null || rule.getCrossOrigin() == null
        ? null
        : new CrossOriginEdge(policies.get(rule.getCrossOrigin()), target, settings);
  }

  private Timing timing(BackendConfig backend, RuleConfig rule) {
    return new Timing(
        nanos(rule, backend, TimeoutConfig::getConnectTimeout),
        nanos(rule, backend, TimeoutConfig::getQueueTimeout),
        nanos(rule, backend, TimeoutConfig::getServerTimeout),
        nanos(rule, backend, this::clientTimeout),
        nanos(rule, backend, TimeoutConfig::getTunnelTimeout),
        nanos(rule, backend, TimeoutConfig::getTotalTimeout),
        nanos(rule, backend, TimeoutConfig::getEventStreamKeepAlive));
  }

  /** What no rule or backend says the configuration says for all. */
  private Duration clientTimeout(TimeoutConfig declaration) {
    Duration own = declaration.getClientTimeout();
    return own == null && declaration instanceof BackendConfig ? config.getClientTimeout() : own;
  }

  /** The rule's own timeout, or else its backend's; 0 if there is neither. */
  private static long nanos(
      RuleConfig rule, BackendConfig backend, Function<TimeoutConfig, Duration> timeout) {
    Duration own = rule == null ? null : timeout.apply(rule);
    Duration set = own == null ? timeout.apply(backend) : own;
    return set == null ? 0 : set.toNanos();
  }

  private void define(AclConfig acl) {
    try {
      acls.define(acl.name(), acl.expression());
      warned(acl.origin());
    } catch (RuleSyntaxException x) {
      throw located(acl.origin(), "acl '" + acl.name() + "' '" + acl.expression() + "'", x);
    }
  }

  private Condition compile(RuleConfig rule) {
    if (rule.condition() == null) {
      return Condition.ALWAYS;
    }
    try {
      Condition condition = acls.compile(rule.condition());
      warned(rule.origin());
      return condition;
    } catch (RuleSyntaxException x) {
      String what = "useBackend '" + rule.backend() + "' '" + rule.condition() + "'";
      throw located(rule.origin(), what, x);
    }
  }

  /** Gives the warnings that have come meanwhile their place. */
  private void warned(String origin) {
    List<String> all = acls.warnings();
    all.subList(seen, all.size()).forEach(warning -> warnings.add(place(origin) + warning));
    seen = all.size();
  }

  private static ConfigurationException located(
      String origin, String what, RuleSyntaxException reason) {
    return new ConfigurationException(place(origin) + what + ": " + reason.getMessage(), reason);
  }

  private static String place(String origin) {
    return origin.isEmpty() ? "" : origin + ": ";
  }
}
