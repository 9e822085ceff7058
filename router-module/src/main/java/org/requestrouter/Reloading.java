package org.requestrouter;

import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.ThreadClassLoaderScope;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the configuration, at the start and again, one load at a time: the whole of it comes into
 * force, or nothing.
 */
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

  private final RulesSource source;
  private final LiveBackends live;
  private final FileWatch watch;
  private final Loads loads;
  private final Consumer<RoutingTable> inForce;
  private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
  private RoutingConfig inForceNow;
  private boolean stopped;

  /**
   * Creates one for the time from a start to a stop of the router.
   *
   * @param inForce takes the routing table that is in force from then on
   */
  Reloading(
      RulesSource source,
      LiveBackends live,
      FileWatch watch,
      Loads loads,
      Consumer<RoutingTable> inForce) {
    this.source = source;
    this.live = live;
    this.watch = watch;
    this.loads = loads;
    this.inForce = inForce;
  }

  /** Loads the configuration for the first time; throws what is wrong with it. */
  synchronized void start() {
    load();
    loads.started();
    live.onNewAddresses(this::addressesChanged);
    watch.start(this::filesChanged);
  }

  /** Ends all that has been loaded. */
  synchronized void stop() {
    stopped = true;
    watch.stop();
    live.close();
  }

  /** The same configuration, but other addresses of its servers. */
  private synchronized void addressesChanged() {
    if (stopped) {
      return;
    }
    try {
      live.apply(inForceNow.backends().stream().map(live::plan).toList());
    } catch (RuntimeException x) {
      LOG.error("new addresses of servers are not used: {}", x.toString());
    } finally {
      live.discard();
    }
  }

  private void filesChanged() {
    try {
      reload();
    } catch (ConfigurationException | IllegalStateException x) {
      // Has been logged, or the router stops.
      LOG.debug("not reloaded", x);
    }
  }

  /**
   * Loads the configuration anew.
   *
   * @throws ConfigurationException if it is bad: everything is as it was
   */
  synchronized void reload() {
    if (stopped) {
      throw new IllegalStateException("stopped");
    }
    try (ThreadClassLoaderScope asAtStart = new ThreadClassLoaderScope(classLoader)) {
      LOG.debug("reloading with {}", asAtStart.getScopedClassLoader());
      RulesSource.Loaded loaded = load();
      loads.reloaded();
      LOG.info("reloaded {}: {}", source.file(), loaded.summary());
    } catch (RuntimeException x) {
      throw rejected(x);
    }
  }

  private ConfigurationException rejected(RuntimeException x) {
    ConfigurationException rejection =
        x instanceof ConfigurationException refused
            ? refused
            : new ConfigurationException(x.toString(), x);
    loads.rejected(rejection.getMessage());
    LOG.error("not reloaded, everything stays as it is: {}", rejection.getMessage());
    return rejection;
  }

  private RulesSource.Loaded load() {
    FileStamps read = new FileStamps();
    try {
      RulesSource.Loaded loaded = source.load(live, read::note);
      live.apply(loaded.plans());
      inForce.accept(loaded.table());
      inForceNow = loaded.config();
      loaded.warnings().forEach(LOG::warn);
      return loaded;
    } finally {
      // Nothing is left to discard after a success.
      live.discard();
      watch.expect(read);
    }
  }
}
