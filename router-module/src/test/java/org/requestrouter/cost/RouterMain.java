package org.requestrouter.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.RoutingConfig;

/**
 * The process of a router, with one selector and one back end. It reads names of {@link Gauge}s and
 * answers each with its value, until its input ends.
 */
final class RouterMain {
  private final QueuedThreadPool threads = new QueuedThreadPool(16);
  private final ArrayByteBufferPool buffers;
  private final Server server;
  private final ServerConnector connector;
  private final RequestRouter router;

  private RouterMain(Door door, String backEnd, boolean tracking) {
    buffers = tracking ? new ArrayByteBufferPool.Tracking() : new ArrayByteBufferPool();
    server = new Server(threads, new ScheduledExecutorScheduler(), buffers);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    RoutingConfig config = new RoutingConfig();
    connector.setIdleTimeout(600_000);
    router = new RequestRouter(server, config);
    router.setScanInterval(0);
    if (backEnd.endsWith(".xml")) {
      router.setRules(backEnd);
    } else {
      declare(config, backEnd);
    }
    server.addBean(router);
    server.setHandler(door.handler(router));
  }

  private static void declare(RoutingConfig config, String port) {
    config.backend("b").server("s", "http://127.0.0.1:" + port);
    // A guard counts for as long as a slow machine takes; nothing may expire meanwhile.
    config.backends().get(0).setServerTimeout("10m");
    config.backends().get(0).setKeepAliveTimeout("10m");
    config.setDefaultBackend("b");
  }

  /** Takes the door, the port of the back end or a rules file, and whether buffers are tracked. */
  public static void main(String[] args) throws Exception {
    new RouterMain(Door.valueOf(args[0]), args[1], Boolean.parseBoolean(args[2])).run();
  }

  private void run() throws Exception {
    server.start();
    try {
      answerUntilInputEnds();
    } finally {
      server.stop();
    }
  }

  private void answerUntilInputEnds() throws IOException {
    Gauges gauges = new Gauges(connector, router, threads, buffers);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      System.out.println(gauges.read(Gauge.valueOf(name)));
    }
  }
}
