package org.requestrouter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.Scheduler;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.metrics.RouterMetrics;

/**
 * The backends and servers with their live state: counters, connections, what is in flight. They
 * belong to names and addresses, not to a routing table, and so outlast a reload.
 */
final class LiveBackends {
  private final Upstreams upstreams;
  private final RouterMetrics metrics;
  private final Scheduler scheduler;
  private final Checks checks;
  private final Map<String, Backend> backends = new HashMap<>();
  private final Map<Upstreams.Key, BackendServer> servers = new HashMap<>();
  private volatile List<Backend> all = List.of();

  LiveBackends(
      Upstreams upstreams, RouterMetrics metrics, Scheduler scheduler, ActiveChecks checks) {
    this.upstreams = upstreams;
    this.metrics = metrics;
    this.scheduler = scheduler;
    this.checks = new Checks(checks);
  }

  /** Returns what the backend is to become; throws a ConfigurationException if it cannot. */
  BackendPlan plan(BackendConfig config) {
    Backend backend = backends.get(config.name());
    if (backend == null) {
      backend = new Backend(config.name(), upstreams.context(), metrics.backend(config.name()));
    }
    List<BackendPlan.Server> members =
        config.servers().stream().map(server -> plan(config, server)).toList();
    return new BackendPlan(backend, config, BackendSettings.of(config), members);
  }

  private BackendPlan.Server plan(BackendConfig backend, ServerConfig server) {
    Upstreams.Key key = upstreams.key(backend, server);
    BackendServer live = servers.get(key);
    if (live == null) {
      live =
          new BackendServer(
              backend.name(),
              server,
              upstreams.create(backend, server),
              metrics.server(backend.name(), server.name()),
              scheduler);
    }
    return new BackendPlan.Server(key, live, server, upstreams.checkTarget(backend, server));
  }

  /** Lets these live, and no others: those that are left out finish what they have. */
  void apply(List<BackendPlan> plans) {
    plans.forEach(BackendPlan::apply);
    List<BackendServer> before = new ArrayList<>(servers.values());
    backends.clear();
    servers.clear();
    for (BackendPlan plan : plans) {
      backends.put(plan.backend().name(), plan.backend());
      plan.servers().forEach(this::live);
    }
    before.removeAll(servers.values());
    before.forEach(checks::end);
    before.forEach(BackendServer::retire);
    all =
        Stream.concat(backends.values().stream(), all.stream().filter(old -> !old.isQuiet()))
            .distinct()
            .toList();
  }

  /** All backends, also those that are left out and have not finished yet. */
  List<Backend> all() {
    return all;
  }

  private void live(BackendPlan.Server server) {
    servers.put(server.key(), server.live());
    checks.set(server.live(), server.check());
  }
}
