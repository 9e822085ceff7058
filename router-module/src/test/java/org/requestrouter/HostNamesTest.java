package org.requestrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.health.NameWatch;

/** Names of servers whose addresses change while the router runs. */
class HostNamesTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String SECOND = "127.0.0.2";
  private static final String THIRD = "127.0.0.3";

  private final Server farm = new Server();
  private final Server server = new Server();
  private final RoutingConfig config = new RoutingConfig();
  private final RequestRouter router = new RequestRouter(server, config);
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private volatile List<String> addresses = List.of(SECOND);
  private int port;

  /** Says at which address it was reached. */
  private static final class Teller extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, Request.getLocalAddr(request), callback);
      return true;
    }
  }

  @BeforeEach
  void startFarm() throws Exception {
    ServerConnector first = listen(SECOND, 0);
    first.open();
    port = first.getLocalPort();
    listen(THIRD, port);
    farm.setHandler(new Teller());
    farm.start();
  }

  private ServerConnector listen(String address, int atPort) {
    ServerConnector listener = new ServerConnector(farm, 1, 1);
    listener.setHost(address);
    listener.setPort(atPort);
    farm.addConnector(listener);
    return listener;
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    farm.stop();
  }

  private BackendConfig backend() {
    config.setDefaultBackend("b");
    BackendConfig backend = config.backend("b");
    backend.server("s", "http://farm.test:" + port);
    return backend;
  }

  private void start() throws Exception {
    router.addBean(new NameWatch(server.getThreadPool(), server.getScheduler(), this::resolve));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.addBean(router);
    server.setHandler(new RouterHandler(router));
    server.start();
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    assertEquals("farm.test", host);
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByName(address));
    }
    if (found.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  private List<BackendServer> servers() {
    return router.backends().get(0).servers();
  }

  private List<String> names() {
    return servers().stream().map(BackendServer::name).toList();
  }

  private Set<String> reached() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    Set<String> reached = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      reached.add(client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).body());
    }
    return reached;
  }

  @Test
  void everyAddressIsAServerThatComesAndGoesWithIt() throws Exception {
    backend().setResolveInterval("50ms");
    start();
    assertEquals(List.of("s@" + SECOND), names());
    assertEquals(Set.of(SECOND), reached());
    BackendServer first = servers().get(0);

    addresses = List.of(THIRD, SECOND);
    await().atMost(LONG).until(() -> names().size() == 2);
    assertSame(first, servers().get(0));
    assertEquals(Set.of(SECOND, THIRD), reached());

    addresses = List.of(THIRD);
    await().atMost(LONG).until(() -> names().equals(List.of("s@" + THIRD)));
    assertEquals(Set.of(THIRD), reached());
    await().atMost(LONG).until(() -> !router.getBeans(BackendServer.class).contains(first));
  }

  @Test
  void addressesStayWhenTheNameIsNotFoundLater() throws Exception {
    backend().setResolveInterval("50ms");
    start();
    addresses = List.of();
    await().pollDelay(Duration.ofMillis(200)).atMost(LONG).until(() -> names().size() == 1);
    assertEquals(Set.of(SECOND), reached());
    addresses = List.of(THIRD);
    await().atMost(LONG).until(() -> names().equals(List.of("s@" + THIRD)));
  }

  @Test
  void nameThatIsNotFoundAtTheStartStopsIt() {
    backend().setResolveInterval("50ms");
    addresses = List.of();
    String message = assertThrows(ConfigurationException.class, this::start).getMessage();
    assertTrue(message.contains("server 's' 'http://farm.test:"), message);
    assertTrue(message.endsWith("unknown host"), message);
  }

  @Test
  void reloadKeepsTheServersOfTheAddresses() throws Exception {
    backend().setResolveInterval("1h");
    addresses = List.of(SECOND, THIRD);
    start();
    List<BackendServer> before = servers();
    addresses = List.of();
    router.reload();
    assertEquals(before, servers());
  }

  @Test
  void addressInTheConfigurationIsAServerAsItStands() throws Exception {
    config.setDefaultBackend("b");
    BackendConfig backend = config.backend("b");
    backend.server("s", "http://" + THIRD + ":" + port);
    backend.setResolveInterval("50ms");
    start();
    assertEquals(List.of("s"), names());
    assertEquals(Set.of(THIRD), reached());
  }

  @Test
  void addressesShareTheSettingsOfTheirServerButNotItsCookie() throws Exception {
    BackendConfig backend = backend();
    backend.servers().get(0).setWeight(7);
    backend.servers().get(0).setCookie("c");
    InetAddress address = InetAddress.getByName(SECOND);
    assertEquals(7, ServerConfig.at(address, backend.servers().get(0)).getWeight());
    assertEquals("c@" + SECOND, ServerConfig.at(address, backend.servers().get(0)).getCookie());
    assertEquals(address, ServerConfig.at(address, backend.servers().get(0)).address());
    assertNull(backend.servers().get(0).address());
  }
}
