package org.requestrouter.backend;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.requestrouter.metrics.GroupMetrics;
import org.requestrouter.metrics.LiveGauge;

/**
 * The gauges of a name. Metrics belong to names, and several servers or backends may have one name
 * for a while: one that is configured, and others that finish what they have.
 */
public final class Gauges {
  /** A response that takes longer than this is taken to be held deliberately. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Gauges() {}

  /** Shows these servers, which have the name of the metrics. */
  public static void ofServers(GroupMetrics metrics, List<BackendServer> servers) {
    sum(metrics, LiveGauge.IN_FLIGHT, servers, BackendServer::inFlight);
    sum(metrics, LiveGauge.HELD, servers, s -> s.upstream().waitingLongerThan(HELD_NANOS));
    sum(metrics, LiveGauge.CONNECTIONS, servers, s -> s.upstream().connections());
    sum(metrics, LiveGauge.TUNNELS, servers, s -> s.upstream().tunnels().size());
    sum(metrics, LiveGauge.IDLE_CONNECTIONS, servers, s -> s.upstream().idleConnections());
  }

  /** Shows these backends, which have the name of the metrics. */
  public static void ofBackends(GroupMetrics metrics, List<Backend> backends) {
    sum(metrics, LiveGauge.QUEUED, backends, Backend::queued);
    sum(metrics, LiveGauge.FOLLOWERS, backends, Backend::followers);
  }

  private static <T> void sum(
      GroupMetrics metrics, LiveGauge gauge, List<T> group, ToLongFunction<T> figure) {
    List<T> shown = List.copyOf(group);
    metrics.gauge(gauge, () -> shown.stream().mapToLong(figure).sum());
  }
}
