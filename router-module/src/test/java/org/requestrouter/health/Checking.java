package org.requestrouter.health;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.requestrouter.config.CheckConfig;

/** Checks at work, on threads as a server has them. */
final class Checking {
  final QueuedThreadPool threads = new QueuedThreadPool(16);
  final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
  final ActiveChecks checks = new ActiveChecks(threads, scheduler);
  final CheckConfig check = new CheckConfig("b");
  final ServerHealth health = new ServerHealth("server 'b/s'", scheduler);

  Checking() throws Exception {
    threads.start();
    scheduler.start();
    checks.start();
    check.setInterval("10ms");
    check.setTimeout("20s");
  }

  ActiveChecks.Handle http(InetSocketAddress address) {
    return add("http", address, null);
  }

  ActiveChecks.Handle add(String scheme, InetSocketAddress address, SslContextFactory.Client tls) {
    URI uri = URI.create(scheme + "://localhost:" + address.getPort());
    health.configure(check, null);
    return checks.add(new CheckTarget(uri, address, check, tls), health);
  }

  /** Waits for the first result, and returns it. */
  String result() {
    await().atMost(Duration.ofSeconds(20)).until(() -> health.getChecks() > 0);
    return (health.getFailedChecks() > 0 ? "failed: " : "passed: ") + health.getLastCheck();
  }

  void stop() throws Exception {
    checks.stop();
    scheduler.stop();
    threads.stop();
  }
}
