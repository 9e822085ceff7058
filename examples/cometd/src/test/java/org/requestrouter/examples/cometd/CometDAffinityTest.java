package org.requestrouter.examples.cometd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.client.transport.ClientTransport;
import org.cometd.client.websocket.jakarta.WebSocketTransport;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterHandler;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;

/**
 * Clients of two CometD servers behind the router stay with the server that knows them, and when it
 * dies they go on at the other.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CometDAffinityTest {
  private static final int CLIENTS = 8;
  private static final Duration STEP = Duration.ofSeconds(30);

  private final RoutingConfig config = new RoutingConfig();
  private final BackendConfig backend = config.backend("cometd");
  private final Server router = new Server();
  private final ServerConnector connector = new ServerConnector(router, 1, 1);
  private RequestRouter requestRouter;
  private final HttpClient http = new HttpClient();
  private final List<ChatClient> clients = new ArrayList<>();
  private final List<ServerProcess> servers = new ArrayList<>();

  @BeforeEach
  void startServers() throws Exception {
    for (String name : List.of("one", "two")) {
      ServerProcess server = ServerProcess.start(name);
      servers.add(server);
      backend.server(name, "http://127.0.0.1:" + server.port());
    }
    backend.setServerTimeout("60s");
    config.setDefaultBackend("cometd");
    http.setMaxConnectionsPerDestination(4 * CLIENTS);
    http.start();
  }

  @AfterEach
  void stopAll() {
    clients.forEach(ChatClient::close);
    LifeCycle.stop(http);
    LifeCycle.stop(router);
    servers.forEach(ServerProcess::close);
  }

  @Test
  void clientsStayWithTheirServerByTheRoutersCookie() throws Exception {
    backend.cookie("SRV").setHttpOnly(true);
    serveAndLoseOne();
  }

  @Test
  void clientsStayWithTheirServerByTheCookieOfCometd() throws Exception {
    backend.stick().setOn("req.cook(BAYEUX_BROWSER)");
    backend.getStick().setLearn("res.cook(BAYEUX_BROWSER)");
    serveAndLoseOne();
  }

  @Test
  void clientsOfWebSocketsStayOnThemAndMoveOnWithoutAnyCookie() throws Exception {
    WebSocketContainer sockets = ContainerProvider.getWebSocketContainer();
    try {
      serveAndLoseOne(() -> new WebSocketTransport(null, null, sockets));
      assertEquals((long) CLIENTS, tunnels());
    } finally {
      clients.forEach(ChatClient::close);
      clients.clear();
      LifeCycle.stop(sockets);
    }
  }

  /** How many upgraded connections the router carries at this moment. */
  private Object tunnels() {
    return requestRouter
        .getMetrics()
        .registry()
        .getGauges()
        .get("backend.cometd.tunnels")
        .getValue();
  }

  private void serveAndLoseOne() throws Exception {
    serveAndLoseOne(() -> new JettyHttpClientTransport(null, http));
  }

  private void serveAndLoseOne(Supplier<ClientTransport> transports) throws Exception {
    startRouter();
    for (int i = 0; i < CLIENTS; i++) {
      ChatClient client = new ChatClient("c" + i, url(), transports.get());
      clients.add(client);
      client.handshake();
    }
    awaitServers(Set.of("one", "two"));
    for (int round = 0; round < 3; round++) {
      talk("before" + round);
    }
    for (ChatClient client : clients) {
      assertEquals(1, client.handshakes(), "its server has not known " + client.name());
    }

    List<ChatClient> orphans =
        clients.stream().filter(client -> client.server().equals("one")).toList();
    servers.get(0).close();
    awaitServers(Set.of("two"));
    for (int round = 0; round < 3; round++) {
      talk("after" + round);
    }
    assertTrue(orphans.size() < CLIENTS);
    for (ChatClient client : clients) {
      boolean orphan = orphans.contains(client);
      assertEquals(orphan, client.handshakes() > 1, client.name());
    }
  }

  private void startRouter() throws Exception {
    requestRouter = new RequestRouter(router, config);
    connector.setHost("127.0.0.1");
    router.addConnector(connector);
    router.addBean(requestRouter);
    router.setHandler(new RouterHandler(requestRouter));
    router.start();
  }

  private String url() {
    return "http://127.0.0.1:" + connector.getLocalPort() + "/cometd";
  }

  private void awaitServers(Set<String> expected) {
    await()
        .atMost(STEP)
        .until(
            () ->
                clients.stream()
                    .map(client -> String.valueOf(client.server()))
                    .collect(Collectors.toSet())
                    .equals(expected));
  }

  /**
   * Lets everybody say something, and then again: each client must hear everybody in its room say
   * both exactly once. What would come twice, would come before the end of the second.
   */
  private void talk(String text) {
    List<List<String>> heard = clients.stream().map(ChatClient::received).toList();
    for (String part : List.of("first ", "second ")) {
      clients.forEach(client -> client.publish(part + text + " of " + client.name()));
      await()
          .atMost(STEP)
          .pollDelay(Duration.ZERO)
          .until(() -> clients.stream().allMatch(client -> hasHeard(client, part + text)));
    }
    for (int i = 0; i < CLIENTS; i++) {
      ChatClient client = clients.get(i);
      List<String> all = client.received();
      List<String> now = new ArrayList<>(all.subList(heard.get(i).size(), all.size()));
      now.sort(null);
      List<String> expected = new ArrayList<>(said(client, "first " + text));
      expected.addAll(said(client, "second " + text));
      assertEquals(expected, now, client.name() + " at " + client.server());
    }
  }

  private boolean hasHeard(ChatClient client, String text) {
    return client.received().containsAll(said(client, text));
  }

  /** What a client must hear, in order: what all in its room say. */
  private List<String> said(ChatClient listener, String text) {
    return clients.stream()
        .filter(client -> client.server().equals(listener.server()))
        .map(client -> text + " of " + client.name())
        .sorted()
        .toList();
  }
}
