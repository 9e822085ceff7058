package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RulesText;

/** What goes on while the rules are loaded anew. */
class ReloadTest extends ProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private RawServer second;

  @BeforeEach
  void openSecond() throws IOException {
    second = new RawServer();
  }

  @AfterEach
  void closeSecond() throws IOException {
    second.close();
  }

  private Path write(RulesText rules) throws IOException {
    return rules.writeTo(directory.resolve("rules.xml"));
  }

  private void startWith(RulesText rules) throws Exception {
    router = RouterFixture.start(door, write(rules));
  }

  private void reload(RulesText rules) throws IOException {
    write(rules);
    router.reload();
  }

  /** A backend for everything, which waits for longer than a test takes. */
  private static RulesText backend(String name, String server) {
    String[] settings = {set("keepAliveTimeout", "10m"), set("queueTimeout", "10m"), server};
    return new RulesText().backend(name, settings).defaultBackend(name);
  }

  /** The backend b with the first server. */
  private RulesText first(String... settings) {
    return backend("b", server("s1", upstream.port(), settings));
  }

  /** Another backend, c, with the second server; and b is no more. */
  private RulesText other() {
    return backend("c", server("s2", second.port()));
  }

  /** Requests; the returned server side has read the request. */
  private static Wire request(RawClient client, RawServer from, String target) throws IOException {
    client.get(target);
    Wire server = from.accept();
    assertEquals(target, server.readRequest().head().target());
    return server;
  }

  private static void answer(Wire server, RawClient client) throws IOException {
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void heldPollOfAServerThatStaysIsAnsweredAndItsConnectionUsedAgain() throws Exception {
    startWith(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/poll");

    reload(first(set("weight", 7)).use("b", "{ path /new }", set("serverTimeout", "9m")));

    assertEquals(1, router.inFlight());
    answer(server, client);
    client.get("/new");
    assertEquals("/new", server.readRequest().head().target());
    answer(server, client);
    assertEquals(1, upstream.connections());
  }

  @Test
  void uploadThatIsUnderWayArrivesWhole() throws Exception {
    startWith(first());
    RawClient client = connect().request("POST /", "Content-Length: 10");
    client.send("01234");
    Wire server = upstream.accept();
    ContentReader content = ContentReader.ofRequest(server, server.readHead());
    content.expect("01234");

    reload(first(set("maxConnections", 3)));

    client.send("56789");
    assertEquals("56789", content.rest());
    answer(server, client);
  }

  @Test
  void waitingRequestIsServedWhenItsTurnComes() throws Exception {
    startWith(first(set("maxConnections", 1)));
    RawClient holder = connect();
    Wire server = request(holder, upstream, "/holder");
    RawClient waiting = connect().get("/waiting");
    await().atMost(LONG).until(() -> router.queued() == 1);

    reload(first(set("maxConnections", 1), set("weight", 3)));

    assertEquals(1, router.queued());
    answer(server, holder);
    assertEquals("/waiting", server.readRequest().head().target());
    answer(server, waiting);
  }

  @Test
  void waitingRequestIsServedAtOnceWhenMaxConnectionsIsRaised() throws Exception {
    startWith(first(set("maxConnections", 1)));
    RawClient holder = connect();
    Wire server = request(holder, upstream, "/holder");
    RawClient waiting = connect().get("/waiting");
    await().atMost(LONG).until(() -> router.queued() == 1);

    reload(first(set("maxConnections", 2)));

    Wire another = upstream.accept();
    assertEquals("/waiting", another.readRequest().head().target());
    answer(another, waiting);
    answer(server, holder);
  }

  @Test
  void clientThatKeepsItsConnectionFollowsTheNewRulesFromItsNextRequestOn() throws Exception {
    startWith(first());
    RawClient client = connect();
    answer(request(client, upstream, "/1"), client);

    reload(other());

    answer(request(client, second, "/2"), client);
    reload(first());
    answer(request(client, upstream, "/3"), client);
  }

  @Test
  void heldPollOfARemovedServerIsAnsweredAndThenItsConnectionIsClosed() throws Exception {
    startWith(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/poll");

    reload(backend("b", server("s2", second.port())));

    RawClient next = connect();
    answer(request(next, second, "/next"), next);
    answer(server, client);
    assertEquals(Wire.End.FIN, server.awaitEnd(LONG));
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @Test
  void heldPollOfARemovedBackendIsAnsweredAndThenItsConnectionIsClosed() throws Exception {
    startWith(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/poll");

    reload(other());

    answer(server, client);
    assertEquals(Wire.End.FIN, server.awaitEnd(LONG));
  }

  @Test
  void removedServerCountsUntilItsLastPollHasEnded() throws Exception {
    String gauge = "backend.b.server.s1.inFlight";
    startWith(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/poll");

    reload(other());

    upstream.expectNoConnection(Duration.ofMillis(500));
    assertEquals(1L, router.gauge(gauge));
    answer(server, client);
    await().atMost(LONG).until(() -> router.gauge(gauge) == null);
  }

  @Test
  void serverThatIsAddedAgainCountsTogetherWithItsOldPolls() throws Exception {
    String gauge = "backend.b.server.s1.inFlight";
    startWith(first());
    RawClient oldClient = connect();
    Wire old = request(oldClient, upstream, "/old");
    reload(other());
    reload(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/new");

    assertEquals(2L, router.gauge(gauge));
    answer(old, oldClient);
    assertEquals(Wire.End.FIN, old.awaitEnd(LONG));
    await().atMost(LONG).until(() -> router.gauge("backend.b.server.s1.connections").equals(1L));
    assertEquals(1L, router.gauge(gauge));
    answer(server, client);
    await().atMost(LONG).until(() -> router.gauge(gauge).equals(0L));
    await().atMost(LONG).until(() -> router.counter("backend.b.server.s1.responses.2xx") == 2);
  }

  @Test
  void idleConnectionsOfARemovedServerAreClosed() throws Exception {
    startWith(first());
    RawClient client = connect();
    Wire server = request(client, upstream, "/");
    answer(server, client);

    reload(other());

    assertEquals(Wire.End.FIN, server.awaitEnd(LONG));
  }

  @Test
  void requestsThatWaitInARemovedBackendAreStillServedThere() throws Exception {
    startWith(first(set("maxConnections", 1)));
    CountDownLatch release = new CountDownLatch(1);
    upstream.serve((connection, index) -> serveWhenReleased(connection, release));
    RawClient holder = connect().get("/holder");
    await().atMost(LONG).until(() -> router.inFlight() == 1);
    RawClient waiting = connect().get("/waiting");
    await().atMost(LONG).until(() -> router.queued() == 1);

    reload(other());
    release.countDown();

    assertEquals("ok", holder.readResponse().content());
    assertEquals("ok", waiting.readResponse().content());
  }

  private static void serveWhenReleased(Wire connection, CountDownLatch release)
      throws IOException {
    while (true) {
      connection.readRequest();
      try {
        assertTrue(release.await(LONG.toSeconds(), TimeUnit.SECONDS));
      } catch (InterruptedException x) {
        throw new InterruptedIOException();
      }
      connection.send(RawServer.OK);
    }
  }

  @Test
  void serverThatIsRemovedAndAddedAgainServesBesideItsOldPolls() throws Exception {
    startWith(first());
    RawClient poll = connect();
    Wire old = request(poll, upstream, "/poll");

    reload(other());
    reload(first());

    RawClient client = connect();
    Wire server = request(client, upstream, "/new");
    answer(server, client);
    answer(old, poll);
    assertEquals(Wire.End.FIN, old.awaitEnd(LONG));
  }

  @Test
  void badRulesChangeNothing() throws Exception {
    startWith(first());
    RawClient poll = connect();
    Wire held = request(poll, upstream, "/poll");

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> reload(other().use("c", "nobody").defaultBackend("c")))
            .getMessage();

    assertEquals(
        directory.resolve("rules.xml")
            + ": line 5, <Call name=\"useBackend\">: useBackend 'c' 'nobody': no such ACL 'nobody'",
        message);
    RawClient client = connect();
    answer(request(client, upstream, "/next"), client);
    answer(held, poll);
  }
}
