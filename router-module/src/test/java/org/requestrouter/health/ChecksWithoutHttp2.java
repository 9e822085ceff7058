package org.requestrouter.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.requestrouter.config.CheckConfig;

/** Adds checks of servers of all schemes, and prints what comes of it. */
public final class ChecksWithoutHttp2 {

  private ChecksWithoutHttp2() {}

  public static void main(String[] arguments) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(16);
    ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    ActiveChecks checks = new ActiveChecks(threads, scheduler);
    threads.start();
    scheduler.start();
    checks.start();
    add(checks, "http", "/health");
    add(checks, "https", "/health");
    add(checks, "h2c", null);
    add(checks, "h2c", "/health");
    checks.stop();
    scheduler.stop();
    threads.stop();
  }

  private static void add(ActiveChecks checks, String scheme, String path) {
    CheckConfig check = new CheckConfig("b");
    if (path != null) {
      check.setUri(path);
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    URI uri = URI.create(scheme + "://localhost:1");
    String result = "added";
    try {
      ServerHealth health = new ServerHealth("server 's'", new ScheduledExecutorScheduler());
      checks.add(new CheckTarget(uri, address, check, null), health);
    } catch (IllegalArgumentException x) {
      result = x.getMessage();
    }
    System.out.println(scheme + " " + path + ": " + result);
  }
}
