package org.requestrouter.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** Looks host names up again and again, and tells when their addresses have changed. */
public final class NameWatch extends AbstractLifeCycle {
  private static final Comparator<InetAddress> ORDER =
      Comparator.comparing(
          InetAddress::getAddress,
          Comparator.<byte[]>comparingInt(bytes -> bytes.length)
              .thenComparing(Arrays::compareUnsigned));

  /** How names are resolved. */
  @FunctionalInterface
  public interface Resolver {

    /**
     * Returns the addresses of a host, in any order; may block.
     *
     * @throws UnknownHostException if they cannot be found out
     */
    Collection<InetAddress> resolve(String host) throws UnknownHostException;
  }

  /** Is told of changes, on a thread that may block. */
  @FunctionalInterface
  public interface Listener {

    /** The host has these addresses now: at least one, without doubles, in a fixed order. */
    void changed(List<InetAddress> addresses);
  }

  /** A name being watched. */
  public interface Handle {

    /** Ends it; a call of the listener that has begun is not waited for. */
    void stop();
  }

  private final Executor executor;
  private final Scheduler scheduler;
  private final Resolver resolver;
  private final Set<WatchedName> names = ConcurrentHashMap.newKeySet();

  /**
   * Creates a watch that resolves as Java does. Java remembers what it has resolved, by default for
   * 30 seconds, which its security property {@code networkaddress.cache.ttl} sets.
   *
   * @param executor runs what may block
   */
  public NameWatch(Executor executor, Scheduler scheduler) {
    this(executor, scheduler, host -> List.of(InetAddress.getAllByName(host)));
  }

  /** Creates a watch that resolves as told. */
  public NameWatch(Executor executor, Scheduler scheduler, Resolver resolver) {
    this.executor = executor;
    this.scheduler = scheduler;
    this.resolver = resolver;
  }

  /**
   * Watches a name, while this is started; the first look-up follows after an interval.
   *
   * @param known the addresses that are known already
   * @param interval from the end of a look-up to the begin of the next
   */
  public Handle add(
      String host, Collection<InetAddress> known, Duration interval, Listener listener) {
    WatchedName name = new WatchedName(this, host, interval, listener);
    name.know(sorted(known));
    names.add(name);
    if (isRunning()) {
      name.start();
    }
    return name;
  }

  void remove(WatchedName name) {
    names.remove(name);
  }

  Executor executor() {
    return executor;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /**
   * Looks a name up now; may block.
   *
   * @return at least one address, without doubles, in a fixed order
   * @throws UnknownHostException if there is none
   */
  public List<InetAddress> lookUp(String host) throws UnknownHostException {
    List<InetAddress> addresses = sorted(resolver.resolve(host));
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host + " has no address");
    }
    return addresses;
  }

  static List<InetAddress> sorted(Collection<InetAddress> addresses) {
    return addresses.stream().distinct().sorted(ORDER).toList();
  }

  @Override
  protected void doStart() {
    names.forEach(WatchedName::start);
  }

  @Override
  protected void doStop() {
    names.forEach(WatchedName::pause);
  }
}
