package org.requestrouter.matrix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.requestrouter.RequestRouter;
import org.requestrouter.backend.Backend;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.protocol.Wire;

/** A Jetty with the router behind one door, and a connector for each way to it. */
final class Entrance implements AutoCloseable {
  /** A target that no rule knows. */
  static final String NOWHERE = "/nowhere";

  private final QueuedThreadPool threads = new QueuedThreadPool(32);
  private final ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
  private final Server server = new Server(threads, new ScheduledExecutorScheduler(), buffers);
  private final RequestRouter router;
  private final ServerConnector clear;
  private final ServerConnector tls;
  private final ServerConnector proxy;
  private final ServerConnector proxyTls;

  /** Starts a router that sends to each of the servers what its {@link Back#id} begins. */
  Entrance(Door door, Map<Back, BackEnd> servers) throws Exception {
    // The tests' host is not one that their certificate names.
    this(door, routing(servers), Tls.server(), false);
  }

  /**
   * Starts a router with those rules.
   *
   * @param sniHostCheck whether a host must be one that the certificate names
   */
  Entrance(
      Door door, RoutingConfig routing, SslContextFactory.Server certificates, boolean sniHostCheck)
      throws Exception {
    router = new RequestRouter(server, routing);
    HttpConfiguration http = new HttpConfiguration();
    HttpConfiguration https = new HttpConfiguration(http);
    https.addCustomizer(new SecureRequestCustomizer(sniHostCheck));
    clear = connector(new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    tls = connector(secured(https, certificates));
    proxy = connector(new ProxyConnectionFactory(), new HttpConnectionFactory(http));
    ConnectionFactory[] secured = secured(https, Tls.server());
    proxyTls =
        connector(
            new ProxyConnectionFactory(secured[0].getProtocol()),
            secured[0],
            secured[1],
            secured[2],
            secured[3]);
    server.setStopTimeout(0);
    server.addBean(router);
    server.setHandler(door.handler(router));
    try {
      server.start();
    } catch (Exception x) {
      LifeCycle.stop(server);
      throw x;
    }
  }

  /** Rules that send to each of the servers what its {@link Back#id} begins. */
  static RoutingConfig routing(Map<Back, BackEnd> servers) throws Exception {
    RoutingConfig routing = new RoutingConfig();
    for (Map.Entry<Back, BackEnd> entry : servers.entrySet()) {
      Back back = entry.getKey();
      BackendConfig backend = routing.backend(back.id());
      // What is not about these must not depend on them, on a machine that stalls.
      backend.setConnectTimeout("30s");
      backend.setKeepAliveTimeout("60s");
      backend.setServerTimeout("60s");
      // A request that was cut off on a connection that had been kept must not come again.
      backend.setRetries(0);
      back.configure(backend.server("s", back.uri(entry.getValue())));
      routing.useBackend(back.id(), "{ path_beg /" + back.id() + "/ }");
    }
    return routing;
  }

  private static ConnectionFactory[] secured(
      HttpConfiguration https, SslContextFactory.Server certificates) {
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    return new ConnectionFactory[] {
      new SslConnectionFactory(certificates, alpn.getProtocol()),
      alpn,
      new HTTP2ServerConnectionFactory(https),
      new HttpConnectionFactory(https)
    };
  }

  private ServerConnector connector(ConnectionFactory... factories) {
    ServerConnector connector = new ServerConnector(server, 1, 1, factories);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    return connector;
  }

  int clear() {
    return clear.getLocalPort();
  }

  int tls() {
    return tls.getLocalPort();
  }

  int proxy() {
    return proxy.getLocalPort();
  }

  int proxyTls() {
    return proxyTls.getLocalPort();
  }

  /** Bytes of all buffers that the pool holds, in use or not. */
  long bufferMemory() {
    return buffers.getDirectMemory() + buffers.getHeapMemory();
  }

  /** The buffers that are taken from the pool at this moment, and who took them; empty if none. */
  String buffersInUse() {
    return buffers.dumpLeaks();
  }

  /** Threads that run a job now, without those that only wait for one. */
  int busyThreads() {
    return threads.getUtilizedThreads();
  }

  /** Connections to servers that take requests. */
  int connections() {
    return router.backends().stream().mapToInt(Backend::connections).sum();
  }

  int inFlight() {
    return router.backends().stream().mapToInt(Backend::inFlight).sum();
  }

  /** Waits until nothing is left of any exchange, then stops. */
  @Override
  public void close() {
    try {
      await().atMost(Wire.STEP).untilAsserted(this::assertQuiet);
    } finally {
      LifeCycle.stop(server);
    }
  }

  private void assertQuiet() {
    for (Backend backend : router.backends()) {
      assertEquals(0, backend.inFlight(), "in flight at " + backend);
      assertEquals(0, backend.queued(), "queued at " + backend);
      assertEquals(backend.idleConnections(), backend.connections(), "not idle at " + backend);
    }
    assertEquals(0, threads.getUtilizedThreads(), "threads held");
    assertEquals("", buffersInUse(), "buffers not given back");
  }
}
