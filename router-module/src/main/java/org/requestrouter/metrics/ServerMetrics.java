package org.requestrouter.metrics;

import com.codahale.metrics.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Records what happens at one server, or in a backend before a server is chosen. */
final class ServerMetrics implements GroupMetrics {
  // Filled by the constructor only, so any thread may read them.
  private final Map<TrafficCounter, LongAdder> counters = new EnumMap<>(TrafficCounter.class);
  private final Map<TrafficTimer, HdrReservoir> reservoirs = new EnumMap<>(TrafficTimer.class);
  private final Map<TrafficTimer, SampledTimer> timers = new EnumMap<>(TrafficTimer.class);

  private final Map<LiveGauge, LongSupplier> gauges = new ConcurrentHashMap<>();

  ServerMetrics(Clock clock) {
    for (TrafficCounter counter : TrafficCounter.values()) {
      counters.put(counter, new LongAdder());
    }
    for (TrafficTimer timer : TrafficTimer.values()) {
      HdrReservoir reservoir = new HdrReservoir(clock);
      reservoirs.put(timer, reservoir);
      timers.put(timer, new SampledTimer(reservoir::count, reservoir, clock));
    }
  }

  @Override
  public void add(TrafficCounter counter, long amount) {
    counters.get(counter).add(amount);
  }

  @Override
  public void record(TrafficTimer timer, long nanos) {
    reservoirs.get(timer).update(nanos);
  }

  @Override
  public void gauge(LiveGauge gauge, LongSupplier source) {
    gauges.put(gauge, source);
  }

  @Override
  public long count(TrafficCounter counter) {
    return counters.get(counter).sum();
  }

  @Override
  public long value(LiveGauge gauge) {
    LongSupplier source = gauges.get(gauge);
    return source == null ? 0 : source.getAsLong();
  }

  @Override
  public SampledTimer timer(TrafficTimer timer) {
    return timers.get(timer);
  }

  /** Returns the latest durations, in microseconds; the caller owns the histogram. */
  Histogram window(TrafficTimer timer) {
    return reservoirs.get(timer).window();
  }

  void sample() {
    reservoirs.values().forEach(HdrReservoir::sample);
    timers.values().forEach(SampledTimer::sample);
  }
}
