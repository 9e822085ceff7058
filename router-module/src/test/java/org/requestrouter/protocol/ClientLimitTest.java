package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RulesText;

/** One client cannot hold more of a backend than it may, and all that it held is given back. */
class ClientLimitTest extends ProtocolTest {
  @TempDir private Path directory;

  @BeforeEach
  void oneContextOfTheServletIsEnough() {
    assumeTrue(door != Door.WEBAPP, "counts alike in any context of the servlet");
  }

  @AfterEach
  void nobodyIsCountedAnyMore() {
    if (router != null) {
      router.awaitQuiet();
      assertEquals(0, router.backend().clientsCounted());
    }
  }

  private void startWithLimit(int limit) throws Exception {
    start((routing, backend, server) -> backend.setMaxHeldPerClient(limit));
  }

  private void startBehindProxy() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.setTrustedProxies("127.0.0.1");
          backend.setMaxHeldPerClient(1);
        });
  }

  /** A poll of a client, which the returned server's side holds. */
  private Wire hold(RawClient client, String... fields) throws IOException {
    client.get("/poll", fields);
    Wire server = upstream.accept();
    server.readRequest();
    return server;
  }

  private void assertRefused(String... fields) throws IOException {
    Message response = connect().get("/poll", fields).readResponse();
    assertEquals(429, response.status());
    assertEquals(List.of("1"), response.head().values("Retry-After"));
  }

  private static void answer(Wire server, RawClient client) throws IOException {
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  /** Waits until nothing is counted: a client may have its answer a moment before that. */
  private void awaitCounted(int clients) {
    await().atMost(Wire.STEP).until(() -> router.backend().clientsCounted() == clients);
  }

  @Test
  void requestBeyondThoseOfItsClientIsRefusedUntilOneEnds() throws Exception {
    startWithLimit(2);
    RawClient first = connect();
    RawClient second = connect();
    Wire firstServer = hold(first);
    Wire secondServer = hold(second);
    assertRefused();
    assertRefused();
    assertEquals(2, router.counter("backend.b.refusedPerClient"));
    assertEquals(2, router.counter("backend.b.responses.4xx"));
    assertEquals(0, router.counter("backend.b.failures"));
    answer(firstServer, first);
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 1);
    first.get("/again");
    assertEquals("/again", firstServer.readRequest().head().target());
    answer(firstServer, first);
    answer(secondServer, second);
    assertEquals(2, router.counter("backend.b.refusedPerClient"));
  }

  @Test
  void clientsBehindATrustedProxyAreCountedEachForItself() throws Exception {
    startBehindProxy();
    RawClient one = connect();
    RawClient other = connect();
    Wire oneServer = hold(one, "X-Forwarded-For: 192.0.2.1");
    Wire otherServer = hold(other, "X-Forwarded-For: 203.0.113.9, 192.0.2.2");
    assertRefused("X-Forwarded-For: 192.0.2.1");
    assertRefused("X-Forwarded-For: 192.0.2.2");
    assertEquals(2, router.backend().clientsCounted());
    answer(oneServer, one);
    answer(otherServer, other);
  }

  @Test
  void clientThatIsNoTrustedProxyCannotBeAnother() throws Exception {
    startWithLimit(1);
    RawClient client = connect();
    Wire server = hold(client, "X-Forwarded-For: 192.0.2.1");
    assertRefused("X-Forwarded-For: 192.0.2.2");
    answer(server, client);
  }

  @Test
  void addressesOfOneNetworkOfIpv6AreOneClient() throws Exception {
    startBehindProxy();
    RawClient client = connect();
    Wire server = hold(client, "X-Forwarded-For: 2001:db8:0:1::1");
    assertRefused("X-Forwarded-For: 2001:db8:0:1:ffff::2");
    RawClient other = connect();
    Wire otherServer = hold(other, "X-Forwarded-For: 2001:db8:0:2::1");
    answer(server, client);
    answer(otherServer, other);
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesGivesItsShareBack(Wire.End how) throws Exception {
    startWithLimit(1);
    RawClient client = connect();
    Wire server = hold(client);
    client.leave(how);
    server.awaitEnd(SOON);
    awaitCounted(0);
    RawClient next = connect();
    answer(hold(next), next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"})
  void failedExchangeGivesItsShareBack(String part) throws Exception {
    startWithLimit(1);
    RawClient client = connect();
    Wire server = hold(client);
    server.send(part);
    server.close();
    awaitCounted(0);
    RawClient next = connect();
    answer(hold(next), next);
  }

  @Test
  void exchangeThatIsTriedAgainIsCountedOnce() throws Exception {
    try (RawServer gone = new RawServer()) {
      gone.refuse();
      router =
          RouterFixture.start(
              door,
              gone.port(),
              (routing, backend, server) -> {
                backend.setMaxHeldPerClient(1);
                backend.setBalance("first");
                backend.server("s2", "http://127.0.0.1:" + upstream.port());
              });
      RawClient client = connect();
      Wire server = hold(client);
      assertEquals(1, router.counter("backend.b.retries"));
      assertRefused();
      answer(server, client);
      awaitCounted(0);
      router.changeState("s2", "maint");
      assertEquals(503, connect().get("/").readResponse().status());
    }
  }

  @Test
  void exchangesThatEndByTheirTimeGiveTheirSharesBack() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setMaxHeldPerClient(2);
          backend.setServerTimeout("900ms");
          backend.setQueueTimeout("300ms");
          server.setMaxConnections(1);
        });
    RawClient held = connect();
    Wire server = hold(held);
    RawClient queued = connect().get("/queued");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1 || router.inFlight() == 0);
    assertEquals(503, queued.readResponse().status());
    assertEquals(504, held.readResponse().status());
    server.awaitEnd(SOON);
    awaitCounted(0);
  }

  @Test
  void requestRefusedForWantOfRoomIsNotCounted() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setMaxHeldPerClient(5);
          backend.setMaxHeld(1);
        });
    RawClient client = connect();
    Wire server = hold(client);
    for (int i = 0; i < 6; i++) {
      assertEquals(503, connect().get("/poll").readResponse().status());
    }
    answer(server, client);
  }

  @Test
  void reloadKeepsTheCountAndGivesTheLimitAnew() throws Exception {
    router = RouterFixture.start(door, rules(1));
    RawClient client = connect();
    Wire server = hold(client);
    assertRefused();
    rules(2);
    router.reload();
    RawClient second = connect();
    Wire secondServer = hold(second);
    assertRefused();
    // Without a limit nobody more is counted, and those who were are still counted off.
    rules(0);
    router.reload();
    RawClient third = connect();
    answer(hold(third), third);
    answer(server, client);
    answer(secondServer, second);
  }

  private Path rules(int limit) throws IOException {
    String[] settings = {
      set("maxHeldPerClient", Integer.toString(limit)), server("s1", upstream.port())
    };
    return new RulesText()
        .backend("b", settings)
        .defaultBackend("b")
        .writeTo(directory.resolve("rules.xml"));
  }

  @Test
  void nothingIsLeftOfClientsThatComeAndGo() throws Exception {
    startBehindProxy();
    upstream.serveOk();
    Random random = new Random(7);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      RawClient client = connect().get("/", "X-Forwarded-For: 192.0.2." + random.nextInt(20));
      if (random.nextBoolean()) client.leave(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      else clients.add(client);
    }
    for (RawClient client : clients) {
      int status = client.readResponse().status();
      assertEquals(0, (status - 200) * (status - 429), "status " + status);
    }
    awaitCounted(0);
  }
}
