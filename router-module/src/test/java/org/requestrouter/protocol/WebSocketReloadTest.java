package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RulesText;

/** WebSockets while the rules are loaded anew. */
class WebSocketReloadTest extends ProtocolTest {
  private static final int MANY = 100;

  @TempDir private Path directory;

  private void startWith(RulesText rules) throws Exception {
    router = RouterFixture.start(door, rules.writeTo(directory.resolve("rules.xml")));
  }

  private void reload(RulesText rules) throws IOException {
    rules.writeTo(directory.resolve("rules.xml"));
    router.reload();
  }

  private RulesText rules(String backend, String... settings) {
    List<String> nested = new ArrayList<>(List.of(settings));
    nested.add(server("s1", upstream.port()));
    return new RulesText().backend(backend, nested.toArray(String[]::new)).defaultBackend(backend);
  }

  private RulesText without() {
    return new RulesText().defaultBackend("webapps");
  }

  private Wire open(RawClient client) throws IOException {
    WebSocketHandshakeTest.ask(client);
    Wire server = upstream.accept();
    server.readRequest();
    server.send(WebSocketFrames.SWITCHING);
    assertEquals(101, client.readHead().status());
    return server;
  }

  private static void assertTalk(RawClient client, Wire server) throws IOException {
    client.send(WebSocketFrames.text(true, "question"));
    assertEquals("question", WebSocketFrames.read(server).payload());
    server.send(WebSocketFrames.text(false, "answer"));
    assertEquals("answer", WebSocketFrames.read(client).payload());
  }

  @Test
  void socketsOutliveReloadsThatDoNotConcernThem() throws Exception {
    startWith(rules("b"));
    List<RawClient> clients = new ArrayList<>();
    List<Wire> servers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      clients.add(connect());
      servers.add(open(clients.get(i)));
    }
    for (int i = 1; i < 20; i++) {
      reload(rules("b", set("serverTimeout", i + "s")));
    }
    for (int i = 0; i < MANY; i++) {
      assertTalk(clients.get(i), servers.get(i));
    }
    assertEquals((long) MANY, router.gauge("backend.b.tunnels"));
  }

  @Test
  void socketsOfARemovedServerGoOnByDefault() throws Exception {
    startWith(rules("b"));
    RawClient client = connect();
    Wire server = open(client);
    reload(without());
    client.expectSilence(Duration.ofMillis(1500));
    assertTalk(client, server);
    client.close();
    server.awaitEnd(SOON);
    server.close();
    await().atMost(Wire.STEP).until(() -> router.gauge("backend.b.tunnels") == null);
  }

  @Test
  void socketsOfARemovedServerAreClosedAfterTheirGrace() throws Exception {
    startWith(rules("b", set("tunnelGrace", "1s")));
    RawClient client = connect();
    Wire server = open(client);
    long begin = System.nanoTime();
    reload(without());
    assertTalk(client, server);
    WebSocketFrames.Frame goodbye = WebSocketFrames.read(client);
    assertTrue(System.nanoTime() - begin >= 900_000_000L, "too soon");
    assertEquals(1001, goodbye.closeCode());
    assertEquals("server removed", goodbye.payload().substring(2));
    assertEquals(1001, WebSocketFrames.read(server).closeCode());
    client.close();
    server.close();
  }
}
