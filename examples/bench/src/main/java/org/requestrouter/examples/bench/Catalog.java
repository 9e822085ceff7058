package org.requestrouter.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.requestrouter.examples.bench.client.Plan;

/** All systems and all workloads, in the order in which they are run. */
final class Catalog {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** Connections that polls come on. */
  private static final int POLLERS = 256;

  private final Options options;

  Catalog(Options options) {
    this.options = options;
  }

  /** The chosen systems of a group, without the back end itself. */
  List<ProxySystem> systems(Group group) {
    List<ProxySystem> all = all(group);
    List<String> wanted = options.systems();
    if (wanted.isEmpty() || !group.hasDirect()) {
      return all;
    }
    return all.stream()
        .filter(system -> wanted.stream().anyMatch(name -> isNamed(system, name)))
        .toList();
  }

  /** Refuses names of systems that there are not. */
  void checkSystems() throws BenchException {
    List<ProxySystem> all =
        Stream.of(Group.values()).filter(Group::hasDirect).flatMap(g -> all(g).stream()).toList();
    for (String name : options.systems()) {
      if (all.stream().noneMatch(system -> isNamed(system, name))) {
        throw new BenchException("bench.systems: " + name + " is none of " + ids(all));
      }
    }
  }

  private List<ProxySystem> all(Group group) {
    List<ProxySystem> all = new ArrayList<>();
    if (group == Group.PROXIES) {
      all.add(new HaproxySystem("haproxy", 1, options));
      all.add(new HaproxySystem("haproxy-threads", processors(), options));
      all.add(NginxSystem.proxy(options));
    }
    if (group == Group.POLLS) {
      all.add(NginxSystem.cache(options));
      all.add(new VarnishSystem(options));
    }
    for (JavaHome java : options.javas()) {
      Stream.of(RouterBase.values())
          .filter(base -> base.group() == group)
          .forEach(base -> all.add(new RouterSystem(base, java)));
      if (group == Group.PROXIES) {
        Stream.of(JavaPeer.Kind.values()).forEach(kind -> all.add(new JavaPeer(kind, java)));
      }
    }
    return all;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static boolean isNamed(ProxySystem system, String name) {
    return system.id().equals(name) || system.id().startsWith(name + "@");
  }

  private static List<String> ids(List<ProxySystem> systems) {
    return systems.stream().map(ProxySystem::id).toList();
  }

  /** The chosen workloads. */
  List<Workload> workloads() throws BenchException {
    List<Workload> all = all();
    List<String> wanted = options.workloads();
    List<String> ids = all.stream().map(Workload::id).toList();
    for (String name : wanted) {
      if (!ids.contains(name)) {
        throw new BenchException("bench.workloads: " + name + " is none of " + ids);
      }
    }
    return all.stream()
        .filter(workload -> wanted.isEmpty() || wanted.contains(workload.id()))
        .toList();
  }

  private List<Workload> all() {
    return List.of(
        get(ThroughputWorkload.SMALL, "small GET (100 bytes), 64 connections", 100, 64),
        get("get-256", "small GET (100 bytes), 256 connections", 100, 256),
        get("get-1000", "small GET (100 bytes), 1,000 connections", 100, 1000),
        get("get-1", "small GET (100 bytes), 1 connection", 100, 1),
        get("get-16k", "GET of 16 KiB, 64 connections", 16 * KIB, 64),
        get("get-1m", "GET of 1 MiB, 16 connections", MIB, 16),
        get("get-100m", "GET of 100 MiB, 2 connections", 100 * MIB, 2),
        post("post-small", "POST of 100 bytes, 64 connections", 100, 64),
        post("upload-64k", "POST of 64 KiB, 64 connections", 64 * KIB, 64),
        post("upload-10m", "POST of 10 MiB, 4 connections", 10 * MIB, 4),
        new ThroughputWorkload(
            "churn",
            "small GET, a new connection for each request, 64 at a time",
            Group.PROXIES,
            new Plan("closed", 0, "/b/100", 64, 0, 0, 0, true),
            100),
        new LatencyWorkload("latency-64", Group.PROXIES, 64, options.rate()),
        new LatencyWorkload("latency-1", Group.PROXIES, 1, options.singleRate()),
        new StreamWorkload(options.streams()),
        new HoldWorkload("holds", Group.PROXIES, options.holds()),
        webSockets("websocket-echo", "100 bytes", 100, true),
        webSockets("websocket-echo-16k", "16 KiB", 16 * KIB, false),
        new IdleWebSocketWorkload(options.sockets()),
        new SharedWorkload(new LatencyWorkload("polls", Group.POLLS, POLLERS, options.polls())),
        new SharedWorkload(
            group(ThroughputWorkload.POLLS, "poll of 300 bytes of JSON", Group.POLLS, POLLERS)),
        new HoldWorkload("shared-holds", Group.POLLS, options.sharedHolds()),
        group("rules", "small GET that the last of so many rules matches", Group.RULES, 64),
        group("pass-through", "small file of a webapp, no rule matches", Group.PASS_THROUGH, 64));
  }

  private static Workload get(String id, String description, int size, int connections) {
    Plan shape = Plan.of("closed", 0, "/b/" + size, connections, 0);
    return new ThroughputWorkload(id, description, Group.PROXIES, shape, size);
  }

  private static Workload post(String id, String description, int size, int connections) {
    Plan shape = new Plan("closed", 0, "/upload", connections, 0, 0, size, false);
    return new ThroughputWorkload(id, description, Group.PROXIES, shape, 0);
  }

  private static Workload webSockets(String id, String size, int message, boolean traced) {
    String description =
        "messages of %s there and back, 64 WebSockets; one is a request".formatted(size);
    return new WebSocketWorkload(id, description, message, traced);
  }

  private static Workload group(String id, String description, Group group, int connections) {
    Plan shape = Plan.of("closed", 0, group.path(), connections, 0);
    return new ThroughputWorkload(
        id, description + ", " + connections + " connections", group, shape, 100);
  }
}
