package org.requestrouter;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.backend.BackendSettings;
import org.requestrouter.backend.Gauges;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Upstream;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.CheckTarget;
import org.requestrouter.health.NameWatch;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.share.Shares;
import org.requestrouter.upstream.UpstreamContext;

/**
 * The backends and servers with their live state: counters, connections, what is in flight. They
 * belong to names and addresses, not to a routing table, and so outlast a reload. Plans are made by
 * one thread at a time; what lives is changed under this object's lock, since removed servers end
 * at any time.
 */
final class LiveBackends {
  private final Upstreams upstreams;
  private final RouterMetrics metrics;
  private final ContainerLifeCycle shown;
  private final Checks checks;
  private final HostNames names;
  private final Retirement retirement;
  private final Shares shares;
  private final Map<String, Backend> backends = new HashMap<>();
  private final Map<Upstreams.Key, BackendServer> servers = new HashMap<>();

  /** Made for plans that are neither applied nor discarded yet. */
  private final List<Upstream> planned = new ArrayList<>();

  /**
   * Creates a place for backends.
   *
   * @param upstreams makes the ways to servers
   * @param metrics the figures of backends and servers
   * @param shown has all that lives as beans, so that dump and JMX show it; checks servers, and
   *     looks names up, with its beans for that
   * @param cache what is kept of responses
   */
  LiveBackends(
      Upstreams upstreams, RouterMetrics metrics, ContainerLifeCycle shown, ResponseCache cache) {
    this.upstreams = upstreams;
    this.metrics = metrics;
    this.shown = shown;
    this.checks = new Checks(shown.getBean(ActiveChecks.class));
    this.names = new HostNames(shown.getBean(NameWatch.class));
    UpstreamContext services = upstreams.context();
    this.shares = new Shares(cache, services.buffers(), services.executor());
    this.retirement = new Retirement(services.scheduler(), services.executor(), this::gone);
  }

  /** What rules have in common that share responses; it outlasts a reload, too. */
  Shares shares() {
    return shares;
  }

  /** Returns what the backend is to become; throws a ConfigurationException if it cannot. */
  BackendPlan plan(BackendConfig config) {
    Backend backend = backends.get(config.name());
    if (backend == null) {
      backend =
          new Backend(config.name(), upstreams.context(), () -> metrics.backend(config.name()));
    }
    List<ServerConfig> members = names.members(config);
    List<BackendPlan.Server> servers =
        members.stream().map(server -> plan(config, server)).toList();
    return new BackendPlan(backend, config, BackendSettings.of(config, members), servers);
  }

  private BackendPlan.Server plan(BackendConfig backend, ServerConfig server) {
    Upstreams.Key key = upstreams.key(backend, server);
    BackendServer live = servers.get(key);
    Upstream upstream = live == null ? upstreams.create(backend, server) : live.upstream();
    if (live == null) {
      planned.add(upstream);
    }
    // What is checked already needs no look at names and trust stores, which may fail.
    CheckTarget check = live == null ? null : checks.target(live, backend.getCheck());
    if (check == null) {
      check = upstreams.checkTarget(backend, server);
    }
    return new BackendPlan.Server(key, server, live, upstream, check);
  }

  /** Forgets all plans that have not been applied. */
  void discard() {
    planned.forEach(this::close);
    planned.clear();
    names.discard();
  }

  /** Lets these live, and no others: those that are left out finish what they have. */
  synchronized void apply(List<BackendPlan> plans) {
    Map<String, Backend> backendsBefore = new LinkedHashMap<>(backends);
    Map<Upstreams.Key, BackendServer> serversBefore = new LinkedHashMap<>(servers);
    planned.clear();
    backends.clear();
    servers.clear();
    plans.forEach(plan -> apply(plan, serversBefore));
    backendsBefore.keySet().removeAll(backends.keySet());
    serversBefore.keySet().removeAll(servers.keySet());
    retire(backendsBefore, serversBefore);
    names.watch(plans.stream().map(BackendPlan::config).toList());
    showGauges();
  }

  /** Has the action run, on a thread that may block, when a host name has other addresses. */
  void onNewAddresses(Runnable action) {
    names.onChange(action);
  }

  private void apply(BackendPlan plan, Map<Upstreams.Key, BackendServer> before) {
    Backend backend = plan.backend();
    backends.put(backend.name(), backend);
    shown.addBean(backend);
    List<BackendServer> members = new ArrayList<>();
    for (BackendPlan.Server planned : plan.servers()) {
      BackendServer server = planned.live() == null ? create(planned, before) : planned.live();
      server.configure(plan.config(), planned.config());
      servers.put(planned.key(), server);
      shown.addBean(server);
      members.add(server);
      checks.set(server, planned.check());
    }
    backend.configure(plan.settings(), members);
  }

  private BackendServer create(
      BackendPlan.Server planned, Map<Upstreams.Key, BackendServer> before) {
    Upstreams.Key key = planned.key();
    BackendServer server =
        new BackendServer(
            key.backend(),
            planned.config(),
            planned.upstream(),
            metrics.server(key.backend(), key.server()),
            upstreams.context());
    before.entrySet().stream()
        .filter(old -> old.getKey().isSucceededBy(key))
        .findFirst()
        .ifPresent(old -> server.succeed(old.getValue()));
    return server;
  }

  /** A removed backend lives on with its servers, since requests may wait in its queue. */
  private void retire(
      Map<String, Backend> oldBackends, Map<Upstreams.Key, BackendServer> oldServers) {
    oldServers.values().forEach(checks::end);
    oldServers.values().forEach(BackendServer::retire);
    oldBackends.values().forEach(b -> retirement.add(new Retired(b.name(), b, b.servers())));
    oldServers.forEach(
        (key, server) -> {
          if (!oldBackends.containsKey(key.backend())) {
            retirement.add(new Retired(key.backend(), null, List.of(server)));
          }
        });
  }

  /** Takes away what has finished. */
  private void gone(Retired retired) {
    retired.servers().stream().map(BackendServer::upstream).forEach(this::close);
    synchronized (this) {
      String name = retired.name();
      retired.servers().forEach(shown::removeBean);
      retired.servers().forEach(server -> forgetFigures(name, server.name()));
      shown.removeBean(retired.backend());
      if (!backends.containsKey(name) && retirement.all().noneMatch(r -> r.name().equals(name))) {
        metrics.removeBackend(name);
      }
      showGauges();
    }
  }

  /** Figures belong to names: they stay as long as another server has the name. */
  private void forgetFigures(String backend, String server) {
    boolean configured =
        servers.keySet().stream()
            .anyMatch(key -> key.backend().equals(backend) && key.server().equals(server));
    if (!configured && retirement.all().noneMatch(retired -> retired.has(backend, server))) {
      metrics.removeServer(backend, server);
    }
  }

  private void showGauges() {
    servers().collect(groupingBy(BackendServer::metrics)).forEach(Gauges::ofServers);
    backends().collect(groupingBy(Backend::metrics)).forEach(Gauges::ofBackends);
  }

  /** Those that are configured, and those that finish what they have. */
  private Stream<BackendServer> servers() {
    return Stream.concat(
        servers.values().stream(), retirement.all().flatMap(retired -> retired.servers().stream()));
  }

  private Stream<Backend> backends() {
    return Stream.concat(
        backends.values().stream(),
        retirement.all().map(Retired::backend).filter(Objects::nonNull));
  }

  /** All backends, also those that the configuration names no more and that have not finished. */
  synchronized List<Backend> all() {
    return backends().toList();
  }

  private void close(Upstream upstream) {
    upstream.close();
    upstreams.release(upstream);
  }

  /** Ends all that lives; what connections carry fails. */
  synchronized void close() {
    servers().forEach(server -> server.upstream().close());
    servers().forEach(shown::removeBean);
    backends().forEach(shown::removeBean);
    servers().forEach(checks::end);
    names.end();
    retirement.end();
    backends.clear();
    servers.clear();
  }
}
