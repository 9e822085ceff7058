package org.requestrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.backend.Backend;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.metrics.TrafficCounter;
import org.requestrouter.upstream.JettyProxies;

/** What a reload does to a router without traffic. */
class ReloadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final Server server = new Server(threads);
  private final RoutingConfig config = new RoutingConfig();
  private final RequestRouter router = new RequestRouter(server, config);
  @TempDir private Path directory;

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  private void write(RulesText rules) throws IOException {
    rules.writeTo(directory.resolve("rules.xml"));
  }

  private void start(RulesText rules) throws Exception {
    write(rules);
    router.setRules(directory.resolve("rules.xml").toString());
    router.setScanInterval(0);
    server.addBean(router);
    server.start();
  }

  private void reload(RulesText rules) throws IOException {
    write(rules);
    router.reload();
  }

  private static RulesText rules(String... servers) {
    return new RulesText().backend("b", servers).defaultBackend("b");
  }

  private Backend backend() {
    return router.backends().get(0);
  }

  private BackendServer only() {
    assertEquals(1, backend().servers().size());
    return backend().servers().get(0);
  }

  private List<?> proxies() {
    return router.getBean(JettyProxies.class).getBeans().stream().toList();
  }

  @Test
  void backendsAndServersThatStayAreTheSameAndAreToldAnew() throws Exception {
    start(rules(server("s", 1), server("t", 2)));
    Backend backend = backend();
    List<BackendServer> servers = backend.servers();

    reload(rules(server("s", 1, set("weight", 5)), server("t", 2, set("backup", true))));

    assertSame(backend, backend());
    assertEquals(servers, backend().servers());
    assertEquals(5, servers.get(0).getWeight());
    assertTrue(servers.get(1).isBackup());
  }

  @Test
  void theOrderOfTheServersFollowsTheFile() throws Exception {
    start(rules(server("s", 1), server("t", 2)));
    reload(rules(server("t", 2), server("u", 3), server("s", 1)));

    assertEquals(
        List.of("t", "u", "s"), backend().servers().stream().map(BackendServer::name).toList());
  }

  @Test
  void anotherAddressIsAnotherServerWithTheFiguresOfItsName() throws Exception {
    start(rules(server("s", 1)));
    BackendServer before = only();
    before.metrics().completed(200, 1);

    reload(rules(server("s", 2)));

    assertNotSame(before, only());
    assertEquals(1, only().metrics().count(TrafficCounter.RESPONSES_2XX));
    await().atMost(LONG).until(() -> !router.contains(before));
    assertEquals(1, only().metrics().count(TrafficCounter.RESPONSES_2XX));
    assertTrue(router.getMetrics().registry().getNames().contains("backend.b.server.s.inFlight"));
  }

  @Test
  void aWeightChangedAtRunTimeStaysUntilTheDeclaredOneChanges() throws Exception {
    start(rules(server("s", 1, set("weight", 3))));
    only().changeWeight(9);

    reload(rules(server("s", 1, set("weight", 3), set("maxConnections", 8))));
    assertEquals(9, only().getWeight());
    reload(rules(server("s", 1, set("weight", 4))));
    assertEquals(4, only().getWeight());
  }

  @Test
  void aStateChangedAtRunTimeStays() throws Exception {
    start(rules(server("s", 1)));
    only().changeState("drain");

    reload(rules(server("s", 1, set("weight", 4))));

    assertEquals("drain", only().getState());
  }

  @Test
  void aServerThatIsDownStaysDownAndIsStillChecked() throws Exception {
    String check = "<Call name='check'><Set name='interval'>50ms</Set></Call>";
    start(rules(check, server("s", 1)));
    await().atMost(LONG).until(() -> !only().isUp());

    reload(rules(check, server("s", 1, set("weight", 4))));

    assertFalse(only().isUp());
    long checks = only().health().getChecks();
    await().atMost(LONG).until(() -> only().health().getChecks() > checks);
  }

  @Test
  void anHttpsServerKeepsWhatItWasToldAtRunTimeAlsoWhenItsTimeoutsChange() throws Exception {
    String https = server("s", "https://127.0.0.1:1", set("weight", 3));
    start(new RulesText().backend("b", https));
    only().changeState("maint");
    only().changeWeight(7);
    BackendServer before = only();

    reload(new RulesText().backend("b", set("connectTimeout", "2s"), https));

    assertNotSame(before, only());
    assertEquals("maint", only().getState());
    assertEquals(7, only().getWeight());
  }

  @Test
  void removedBackendsAndServersDisappearWithTheirFigures() throws Exception {
    start(rules(server("s", 1), server("t", 2)).backend("c", server("u", 3)));

    reload(rules(server("s", 1)));

    await().atMost(LONG).until(() -> router.getBeans(BackendServer.class).size() == 1);
    assertEquals(List.of(backend()), List.copyOf(router.getBeans(Backend.class)));
    assertTrue(server.dump().contains("server s "));
    assertTrue(!server.dump().contains("server t ") && !server.dump().contains("backend c"));
    assertTrue(
        router.getMetrics().registry().getNames().stream()
            .noneMatch(name -> name.contains("server.t") || name.contains("backend.c")));
  }

  @Test
  void newBackendsAndServersAppear() throws Exception {
    start(rules(server("s", 1)));

    reload(rules(server("s", 1), server("t", 2)).backend("c", server("u", 3)));

    assertEquals(3, router.getBeans(BackendServer.class).size());
    assertTrue(server.dump().contains("backend c"));
    assertTrue(router.getMetrics().registry().getNames().contains("backend.c.server.u.inFlight"));
  }

  @Test
  void whatTheServersOwnFilesDeclareIsLoadedAgainToo() throws Exception {
    config.acl("early", "path /early");
    config.backend("own").server("s", "http://127.0.0.1:7");
    start(rules(server("s", 1)));

    reload(rules(server("s", 1)).use("own", "early"));

    assertEquals(List.of("own", "b"), router.backends().stream().map(Backend::name).toList());
    assertTrue(server.dump().contains("useBackend own early"));
  }

  @Test
  void aProxyThatNoServerUsesAnyMoreIsStopped() throws Exception {
    start(new RulesText().backend("b", server("s", "https://127.0.0.1:1")));
    Object before = proxies().get(0);

    reload(
        new RulesText()
            .backend("b", set("connectTimeout", "2s"), server("s", "https://127.0.0.1:1")));

    await().atMost(LONG).until(() -> proxies().size() == 1);
    assertNotEquals(before, proxies().get(0));
  }

  @Test
  void threeHundredReloadsWithOtherTimeoutsLeaveNoClientAndNoThreadBehind() throws Exception {
    threads.setIdleTimeout(100);
    start(new RulesText().backend("b", server("s", "https://127.0.0.1:1"), server("t", 2)));
    int before = threads.getThreads();
    for (int i = 0; i < 300; i++) {
      String timeout = set("connectTimeout", 1_000 + i % 100 + "ms");
      reload(
          new RulesText()
              .backend("b", timeout, server("s", "https://127.0.0.1:1"), server("t", 2)));
    }

    await().atMost(LONG).until(() -> proxies().size() == 1);
    assertEquals(2, router.getBeans(BackendServer.class).size());
    assertEquals(300, router.getReloads());
    await().atMost(LONG).until(() -> threads.getThreads() <= before);
  }

  @Test
  void reloadsOfSeveralThreadsAreDoneOneAfterAnother() throws Exception {
    start(rules(server("s", 1)));
    ExecutorService operators = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks = Collections.nCopies(4, () -> reload(25));
      for (Future<Void> task : operators.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      operators.shutdownNow();
    }
    assertEquals(100, router.getReloads());
    assertEquals(1, router.getBeans(BackendServer.class).size());
  }

  private Void reload(int times) {
    for (int i = 0; i < times; i++) {
      router.reload();
    }
    return null;
  }

  @Test
  void operatorsAreToldOfReloads() throws Exception {
    Instant begin = Instant.now();
    assertNull(router.getLastLoad());
    assertThrows(IllegalStateException.class, router::reload);
    start(rules(server("s", 1)));
    Instant started = Instant.parse(router.getLastLoad());
    assertTrue(!started.isBefore(begin));

    reload(rules(server("s", 2)));
    assertTrue(Instant.parse(router.getLastLoad()).isAfter(started));
    assertEquals(1, router.getReloads());
    assertEquals(0, router.getRejectedReloads());
    assertNull(router.getLastReloadError());

    assertThrows(IllegalArgumentException.class, () -> reload(rules()));
    assertEquals(1, router.getReloads());
    assertEquals(1, router.getRejectedReloads());
    assertTrue(router.getLastReloadError().endsWith("backend 'b': has no server"));

    reload(rules(server("s", 2)));
    assertNull(router.getLastReloadError());
    server.stop();
    assertThrows(IllegalStateException.class, router::reload);
  }
}
