package org.requestrouter.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * Sums a backend's servers, and what happened before a server was chosen, when it is read.
 *
 * <p>Readers and changes of the set of servers share a lock, so that a server's counts are in a sum
 * either as its own or as part of the retired ones and a sum never decreases. Recording does not
 * come near it.
 */
final class BackendMetrics implements GroupMetrics {
  private final Clock clock;
  private final ServerMetrics own;
  private final Map<String, ServerMetrics> servers = new LinkedHashMap<>();
  private final Map<TrafficCounter, Long> retired = new EnumMap<>(TrafficCounter.class);
  private final Map<TrafficTimer, Long> retiredTimes = new EnumMap<>(TrafficTimer.class);
  private final Map<TrafficTimer, SampledTimer> timers = new EnumMap<>(TrafficTimer.class);

  BackendMetrics(Clock clock) {
    this.clock = clock;
    this.own = new ServerMetrics(clock);
    for (TrafficTimer timer : TrafficTimer.values()) {
      timers.put(timer, new SampledTimer(() -> count(timer), new Merged(timer), clock));
    }
  }

  /** Returns the server's metrics, made if there are none. */
  synchronized ServerMetrics server(String name) {
    return servers.computeIfAbsent(name, key -> new ServerMetrics(clock));
  }

  synchronized List<String> serverNames() {
    return List.copyOf(servers.keySet());
  }

  /** Keeps the server's counts in the sums and forgets its gauges and its latest durations. */
  synchronized void retire(String name) {
    ServerMetrics server = servers.remove(name);
    if (server == null) {
      return;
    }
    for (TrafficCounter counter : TrafficCounter.values()) {
      retired.merge(counter, server.count(counter), Long::sum);
    }
    for (TrafficTimer timer : TrafficTimer.values()) {
      retiredTimes.merge(timer, server.timer(timer).getCount(), Long::sum);
    }
  }

  @Override
  public void add(TrafficCounter counter, long amount) {
    own.add(counter, amount);
  }

  @Override
  public void record(TrafficTimer timer, long nanos) {
    own.record(timer, nanos);
  }

  @Override
  public void gauge(LiveGauge gauge, LongSupplier source) {
    own.gauge(gauge, source);
  }

  @Override
  public synchronized long count(TrafficCounter counter) {
    return retired.getOrDefault(counter, 0L) + sum(group -> group.count(counter));
  }

  @Override
  public long value(LiveGauge gauge) {
    // Sources are foreign code, which must not run under our lock.
    long sum = 0;
    for (ServerMetrics group : groups()) {
      sum += group.value(gauge);
    }
    return sum;
  }

  @Override
  public SampledTimer timer(TrafficTimer timer) {
    return timers.get(timer);
  }

  void sample() {
    for (ServerMetrics group : groups()) {
      group.sample();
    }
    timers.values().forEach(SampledTimer::sample);
  }

  private synchronized long count(TrafficTimer timer) {
    return retiredTimes.getOrDefault(timer, 0L) + sum(group -> group.timer(timer).getCount());
  }

  private long sum(ToLongFunction<ServerMetrics> figure) {
    long sum = figure.applyAsLong(own);
    for (ServerMetrics server : servers.values()) {
      sum += figure.applyAsLong(server);
    }
    return sum;
  }

  private synchronized List<ServerMetrics> groups() {
    List<ServerMetrics> groups = new ArrayList<>(servers.values());
    groups.add(own);
    return groups;
  }

  /** The servers' windows in one. */
  private final class Merged implements Reservoir {
    private final TrafficTimer timer;

    Merged(TrafficTimer timer) {
      this.timer = timer;
    }

    @Override
    public int size() {
      return getSnapshot().size();
    }

    @Override
    public void update(long nanos) {
      record(timer, nanos);
    }

    @Override
    public Snapshot getSnapshot() {
      Histogram merged = HdrReservoir.emptyWindow();
      for (ServerMetrics group : groups()) {
        merged.add(group.window(timer));
      }
      return new HistogramSnapshot(merged);
    }
  }
}
