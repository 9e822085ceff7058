package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RulesText;

/** Identical requests that wait for one response of the server. */
class CoalescingTest extends CoalescingProtocolTest {

  @Test
  void identicalRequestsInFlightAreOneRequestToTheServer() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(5, "/poll");
    Wire server = upstream.accept();
    assertEquals("/poll", server.readRequest().head().target());
    assertEquals(1, router.inFlight());
    server.send(response("news"));
    assertAllGet("news", clients);
    assertEquals(1, upstream.connections());
  }

  @Test
  void clientsGoOnWithTheirConnectionsAndTheNextRequestIsANewOne() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(3, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response("one"));
    assertAllGet("one", clients);
    for (RawClient client : clients) client.get("/poll");
    awaitFollowers(3);
    server.readRequest();
    server.send(response("two"));
    assertAllGet("two", clients);
    assertEquals(1, upstream.connections());
  }

  @Test
  void requestsThatDifferOnlyInIgnoredParametersAreIdentical() throws Exception {
    startCoalescing(coalesce -> coalesce.setIgnoredParameters("_ cb"));
    List<RawClient> clients = new ArrayList<>(waiting(1, "/poll?_=1&ch=a"));
    clients.add(connect().get("/poll?_=2&ch=a"));
    clients.add(connect().get("/poll?ch=a&cb=xyz"));
    awaitFollowers(3);
    Wire server = upstream.accept();
    assertEquals("/poll?_=1&ch=a", server.readRequest().head().target());
    RawClient other = connect().get("/poll?_=1&ch=b");
    Wire second = upstream.accept();
    assertEquals("/poll?_=1&ch=b", second.readRequest().head().target());
    server.send(response("a"));
    second.send(response("b"));
    assertAllGet("a", clients);
    assertAllGet("b", List.of(other));
  }

  @Test
  void requestsOfUsersAreNotShared() throws Exception {
    startCoalescing();
    Set<String> served = new TreeSet<>();
    upstream.serve(
        (connection, index) -> {
          Head head = connection.readRequest().head();
          String user = head.list("Cookie") + head.list("Authorization");
          synchronized (served) {
            served.add(user);
          }
          connection.send(response(user));
        });
    RawClient cookie = connect().get("/poll", "Cookie: id=1");
    RawClient other = connect().get("/poll", "Cookie: id=2");
    RawClient authorized = connect().get("/poll", "Authorization: Basic eA==");
    assertEquals("id=1", cookie.readResponse().content());
    assertEquals("id=2", other.readResponse().content());
    assertEquals("Basic eA==", authorized.readResponse().content());
    assertEquals(Set.of("id=1", "id=2", "Basic eA=="), served);
  }

  @Test
  void safeCookiesAreTakenOutOfTheSharedRequest() throws Exception {
    startCoalescing(coalesce -> coalesce.setSafeCookies("theme _ga*"));
    List<RawClient> clients = new ArrayList<>(waiting(1, "/poll", "Cookie: theme=dark"));
    clients.add(connect().get("/poll", "Cookie: _ga_1=x; theme=light"));
    awaitFollowers(2);
    Wire server = upstream.accept();
    assertEquals(List.of(), server.readRequest().head().values("Cookie"));
    server.send(response("same"));
    assertAllGet("same", clients);
  }

  @Test
  void pollsAreAnsweredAfterAReloadThatHasTakenTheirRuleAway(@TempDir Path directory)
      throws Exception {
    String member = RulesText.server("s1", upstream.uri());
    RulesText rules = new RulesText().backend("b", member).defaultBackend("b");
    Path file = directory.resolve("rules.xml");
    rules.use("b", null, "<Call name='coalesce'/>").writeTo(file);
    router = RouterFixture.start(door, file);
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    new RulesText().backend("b", member).defaultBackend("b").writeTo(file);
    router.reload();
    server.send(response("news", "Connection: close"));
    assertAllGet("news", clients);
    clients.forEach(client -> assertDoesNotThrow(() -> client.get("/poll")));
    // Both, before one of them can be used again.
    List<Wire> own = List.of(upstream.accept(), upstream.accept());
    for (Wire alone : own) {
      alone.readRequest();
      alone.send(response("alone"));
    }
    assertAllGet("alone", clients);
  }

  @Test
  void firstClientThatLeavesHandsOver() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(3, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    clients.get(0).close();
    awaitFollowers(2);
    server.send(response("news"));
    assertAllGet("news", clients.subList(1, 3));
    assertEquals(1, upstream.connections());
  }

  @Test
  void serverIsNotAskedAnyMoreWhenAllHaveLeft() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(3, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    for (RawClient client : clients) client.leave(Wire.End.RESET);
    server.awaitEnd(SOON);
    assertStillServes();
  }

  @Test
  void clientLimitCountsThoseThatWaitForAnother() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setMaxHeldPerClient(2);
          routing.useBackend("b").coalesce();
        });
    List<RawClient> clients = waiting(2, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(429, connect().get("/poll").readResponse().status());
    server.send(response("news"));
    assertAllGet("news", clients);
    await().atMost(Wire.STEP).until(() -> router.backend().clientsCounted() == 0);
  }

  @Test
  void everyClientIsCountedOnceInTheMetrics() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(4, "/poll");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response("news"));
    assertAllGet("news", clients);
    String backend = "backend.b.";
    await().atMost(SOON).until(() -> router.counter(backend + "responses.2xx") == 4);
    await().atMost(SOON).until(() -> router.counter(backend + "coalesced") == 3);
    assertEquals(0, router.counter(backend + "aborts"));
  }

  @Test
  void pipelinedRequestOfAWaitingClientIsServedAfterwards() throws Exception {
    startCoalescing();
    List<RawClient> clients = waiting(2, "/poll");
    clients.get(1).get("/next");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response("news"));
    assertAllGet("news", clients);
    assertEquals("/next", server.readRequest().head().target());
    server.send(response("next"));
    assertAllGet("next", clients.subList(1, 2));
  }

  @Test
  void requestWithContentIsNotShared() throws Exception {
    startCoalescing();
    RawClient first = connect().get("/poll", "Content-Length: 1");
    first.send("a");
    RawClient second = connect().get("/poll", "Content-Length: 1");
    second.send("b");
    // Both before an answer, after which the second could take the connection of the first.
    for (Wire server : List.of(upstream.accept(), upstream.accept())) {
      server.send(response(server.readRequest().content()));
    }
    assertEquals("a", first.readResponse().content());
    assertEquals("b", second.readResponse().content());
    upstream.expectNoConnection(Duration.ofMillis(10));
  }
}
