package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterHandler;
import org.requestrouter.config.RoutingConfig;

/** Which selector carries the connections to servers. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpstreamSelectorsTest {
  private final Server server = new Server();
  private final RoutingConfig config = new RoutingConfig();
  private final RequestRouter router = new RequestRouter(server, config);
  private BackEnd backEnd;

  @BeforeEach
  void startBackEnd() throws Exception {
    backEnd =
        new BackEnd(Carrier.HTTP, null, (request, response, callback) -> callback.succeeded());
    config.backend("b").server("s", Carrier.HTTP.uri(backEnd.port()));
    config.setDefaultBackend("b");
  }

  private void start(Connector connector) throws Exception {
    server.addConnector(connector);
    server.addBean(router);
    server.setHandler(new RouterHandler(router));
    server.start();
  }

  private ServerConnector connector(HttpConnectionFactory factory) {
    ServerConnector connector = new ServerConnector(server, 1, 1, factory);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    return connector;
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    backEnd.close();
  }

  @Test
  void theClientsSelectorCarriesTheServersConnectionToo() throws Exception {
    ServerConnector connector = connector(new HttpConnectionFactory());
    start(connector);

    try (Client client = new Client(connector.getLocalPort())) {
      assertEquals(200, client.request("GET /").head().status());
      assertEquals(2, keys(connector.getSelectorManager()));
    }
    assertEquals(List.of(), own());
  }

  @Test
  void soItDoesForConnectionsOfSomebodysOwnClass() throws Exception {
    ServerConnector connector = connector(new HttpConnectionFactory() {});
    start(connector);

    try (Client client = new Client(connector.getLocalPort())) {
      assertEquals(200, client.request("GET /").head().status());
      assertEquals(2, keys(connector.getSelectorManager()));
      assertEquals(200, client.request("GET /").head().status());
    }
    assertEquals(List.of(), own());
  }

  @Test
  void selectorsOfTheRoutersOwnAreUsedIfWanted() throws Exception {
    router.setSelectors(2);
    ServerConnector connector = connector(new HttpConnectionFactory());
    start(connector);

    try (Client client = new Client(connector.getLocalPort())) {
      assertEquals(200, client.request("GET /").head().status());
      assertEquals(1, keys(connector.getSelectorManager()));
    }
    assertEquals(2, own().size());
    assertEquals(1, keys(ownManager()));
  }

  @Test
  void aClientWithoutASelectorIsServedByOneOfTheRoutersOwn() throws Exception {
    LocalConnector connector = new LocalConnector(server);
    start(connector);
    String log;

    try (CapturedLog captured = new CapturedLog()) {
      for (int i = 0; i < 3; i++) {
        String response = connector.getResponse("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
      }
      log = captured.text();
    }

    assertEquals(1, own().size());
    assertNotEquals(0, keys(ownManager()));
    assertEquals(1, log.lines().filter(line -> line.contains("no selectors to share")).count());
    assertTrue(log.contains(":INFO "), log);
  }

  private SelectorManager ownManager() {
    return router.getBean(UpstreamSelectors.class).getBean(SelectorManager.class);
  }

  /** Those of the router's own selectors that are running. */
  private List<ManagedSelector> own() {
    return ownManager().getBeans(ManagedSelector.class).stream()
        .filter(ManagedSelector::isRunning)
        .toList();
  }

  private static int keys(SelectorManager selectors) {
    return selectors.getBeans(ManagedSelector.class).stream()
        .mapToInt(ManagedSelector::getTotalKeys)
        .sum();
  }
}
