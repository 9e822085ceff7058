package org.requestrouter.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The figures of one router: a Dropwizard registry that is visible over JMX while this runs.
 *
 * <p>Groups are found by name, so that they and their counts outlive a reload of the configuration.
 * While it runs, all groups are sampled every {@value #SAMPLE_SECONDS} seconds, which the rates and
 * the window of the percentiles rest on; counting needs no start.
 */
@ManagedObject("The metrics of a request router")
public final class RouterMetrics extends ContainerLifeCycle {
  /** The domain of the names in JMX. */
  public static final String DOMAIN = "org.requestrouter";

  /** Seconds between two samples: those that Dropwizard's moving averages are made for. */
  static final long SAMPLE_SECONDS = 5;

  private final String name;
  private final Scheduler scheduler;
  private final Clock clock;
  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, BackendMetrics> backends = new TreeMap<>();
  private JmxReporter reporter;
  private volatile Sampler sampler;

  /**
   * Creates metrics that are sampled by a daemon thread of their own.
   *
   * @param name the router's name, which tells the routers of one process apart
   */
  public RouterMetrics(String name) {
    this(name, new ScheduledExecutorScheduler("request-router-metrics-" + name, true));
  }

  /**
   * Creates metrics that are sampled by a given scheduler, which is started and stopped with them
   * unless it runs already. A sample takes some tens of microseconds a server.
   *
   * @param name the router's name, which tells the routers of one process apart
   */
  public RouterMetrics(String name, Scheduler scheduler) {
    this(name, scheduler, Clock.defaultClock());
  }

  RouterMetrics(String name, Scheduler scheduler, Clock clock) {
    this.name = name;
    this.scheduler = scheduler;
    this.clock = clock;
    installBean(scheduler);
  }

  /** The router's name. */
  @ManagedAttribute(value = "The name of the router", readonly = true)
  public String getName() {
    return name;
  }

  /** The registry, to read, to attach reporters to, and to add metrics to. */
  public MetricRegistry registry() {
    return registry;
  }

  /** Returns the metrics of a backend: always the same until they are removed. */
  public GroupMetrics backend(String backend) {
    return backendMetrics(backend);
  }

  /** Returns the metrics of a backend's server: always the same until they are removed. */
  public synchronized GroupMetrics server(String backend, String server) {
    BackendMetrics group = backendMetrics(backend);
    boolean known = group.serverNames().contains(server);
    ServerMetrics metrics = group.server(server);
    if (!known) {
      register(backend, server, metrics);
    }
    return metrics;
  }

  /**
   * Takes a server out of the registry and JMX. Its counts stay in the backend's. Call it when the
   * server's last exchange has ended: what is recorded later is lost.
   */
  public synchronized void removeServer(String backend, String server) {
    BackendMetrics group = backends.get(backend);
    if (group != null && group.serverNames().contains(server)) {
      group.retire(server);
      unregister(backend, server);
    }
  }

  /** Takes a backend and its servers out of the registry and JMX, with all their counts. */
  public synchronized void removeBackend(String backend) {
    BackendMetrics group = backends.remove(backend);
    if (group != null) {
      group.serverNames().forEach(server -> unregister(backend, server));
      unregister(backend, null);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    JmxReporter jmx =
        JmxReporter.forRegistry(registry)
            .inDomain(DOMAIN)
            .createsObjectNamesWith(
                (kind, domain, metric) -> MetricName.inJmx(domain, name, kind, metric))
            .build();
    jmx.start();
    reporter = jmx;
    Sampler started = new Sampler();
    sampler = started;
    started.schedule();
  }

  @Override
  protected void doStop() throws Exception {
    Sampler stopped = sampler;
    sampler = null;
    if (stopped != null) {
      stopped.task.cancel();
      reporter.stop();
    }
    super.doStop();
  }

  @Override
  public String toString() {
    return super.toString() + "[" + name + "]";
  }

  void sample() {
    List<BackendMetrics> groups;
    synchronized (this) {
      groups = List.copyOf(backends.values());
    }
    groups.forEach(BackendMetrics::sample);
  }

  private synchronized BackendMetrics backendMetrics(String backend) {
    BackendMetrics group = backends.get(backend);
    if (group == null) {
      group = new BackendMetrics(clock);
      register(backend, null, group);
      backends.put(backend, group);
    }
    return group;
  }

  private void register(String backend, String server, GroupMetrics group) {
    for (TrafficTimer timer : TrafficTimer.values()) {
      registry.register(MetricName.inRegistry(backend, server, timer.metric()), group.timer(timer));
    }
    for (TrafficCounter counter : TrafficCounter.values()) {
      registry.register(
          MetricName.inRegistry(backend, server, counter.metric()),
          new DerivedCounter(() -> group.count(counter)));
    }
    for (LiveGauge gauge : LiveGauge.values()) {
      registry.registerGauge(
          MetricName.inRegistry(backend, server, gauge.metric()), () -> group.value(gauge));
    }
  }

  private void unregister(String backend, String server) {
    for (TrafficTimer timer : TrafficTimer.values()) {
      registry.remove(MetricName.inRegistry(backend, server, timer.metric()));
    }
    for (TrafficCounter counter : TrafficCounter.values()) {
      registry.remove(MetricName.inRegistry(backend, server, counter.metric()));
    }
    for (LiveGauge gauge : LiveGauge.values()) {
      registry.remove(MetricName.inRegistry(backend, server, gauge.metric()));
    }
  }

  /** Runs every few seconds. Each start has its own, lest two chains run after a quick restart. */
  private final class Sampler implements Runnable {
    private volatile Scheduler.Task task;

    void schedule() {
      task = scheduler.schedule(this, SAMPLE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void run() {
      if (sampler == this) {
        schedule();
        sample();
      }
    }
  }
}
