package org.requestrouter.health;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Checks servers: each over and over, on a new connection each time, never twice at once, and not
 * all at the same moment. Checks wait without a thread; a selector of their own, which is there
 * from the first check on, carries them all, and another one those over HTTP/2.
 */
public final class ActiveChecks extends ContainerLifeCycle {

  /**
   * How far the beginnings of checks are apart, as a share of their interval: spreads any number.
   */
  private static final double GOLDEN = 0.6180339887498949;

  /** A server being checked. */
  public interface Handle {

    /** Ends the checks of the server; a result that has just come may still be counted. */
    void stop();
  }

  private final Executor executor;
  private final Scheduler scheduler;

  // Guarded by this.
  private final Set<ActiveCheck> checks = new LinkedHashSet<>();
  private HttpClient http1;
  private HttpClient http2;
  private int added;

  /** Creates what checks while it is started. */
  public ActiveChecks(Executor executor, Scheduler scheduler) {
    this.executor = executor;
    this.scheduler = scheduler;
  }

  /**
   * Has a server checked, at once if this is started, else from then on.
   *
   * @param health is told of the results; it must be configured with the same check
   * @throws IllegalArgumentException if the server speaks HTTP/2, of which there are no classes, or
   *     if its TLS cannot work
   */
  public synchronized Handle add(CheckTarget target, ServerHealth health) {
    double share = added++ * GOLDEN % 1;
    ActiveCheck check = new ActiveCheck(this, source(target), target.check(), health);
    check.delay((long) (share * target.check().getInterval().toMillis()));
    if (isRunning()) {
      check.start();
    }
    checks.add(check);
    return check;
  }

  private ProbeSource source(CheckTarget target) {
    HttpClient client = target.http2() && target.check().isHttp() ? http2() : http1();
    return target.check().isHttp() ? new HttpCheck(client, target) : new TcpCheck(client, target);
  }

  private HttpClient http1() {
    if (http1 == null) {
      http1 = install(CheckClient.http1());
    }
    return http1;
  }

  private HttpClient http2() {
    if (http2 == null) {
      try {
        http2 = install(CheckClient.http2());
      } catch (NoClassDefFoundError x) {
        throw new IllegalArgumentException(
            "h2c needs Jetty's module http2-client-transport, which is not enabled", x);
      }
    }
    return http2;
  }

  private HttpClient install(HttpClient client) {
    client.setExecutor(executor);
    client.setScheduler(scheduler);
    addBean(client, true);
    if (isRunning()) {
      LifeCycle.start(client);
    }
    return client;
  }

  synchronized void remove(ActiveCheck check) {
    checks.remove(check);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    synchronized (this) {
      checks.forEach(ActiveCheck::start);
    }
  }

  @Override
  protected void doStop() throws Exception {
    synchronized (this) {
      checks.forEach(ActiveCheck::pause);
    }
    super.doStop();
  }
}
