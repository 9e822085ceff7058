package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.rule.HAProxyProcess;

/** Servers that are told who the client is by the PROXY protocol. */
class SendProxyTest extends ProtocolTest {
  @TempDir private Path directory;

  private String line(RawClient client) {
    return "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.localPort() + " " + router.port();
  }

  /** Answers a request, the first on its connection, that a client has sent. */
  private Wire serveFirst(RawClient client) throws Exception {
    Wire server = upstream.accept();
    assertEquals(line(client), server.readLine());
    serveNext(client, server);
    return server;
  }

  private static void serveNext(RawClient client, Wire server) throws Exception {
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }

  @Test
  void eachClientHasConnectionsThatBeginWithItsAddress() throws Exception {
    start((routing, backend, server) -> server.setSendProxy("v1"));
    RawClient one = connect().get("/");
    Wire toOne = serveFirst(one);
    RawClient two = connect().get("/");
    Wire toTwo = serveFirst(two);
    serveNext(one.get("/again"), toOne);
    serveNext(two.get("/again"), toTwo);
    assertEquals(2, upstream.connections());
  }

  @Test
  void idleConnectionOfAnotherClientMakesRoom() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    start(
        (routing, backend, server) -> {
          server.setSendProxy("v1");
          server.setMaxConnections(1);
        });
    Wire toOne = serveFirst(connect().get("/"));
    serveFirst(connect().get("/"));
    assertEquals(Wire.End.FIN, toOne.awaitEnd(SOON));
    assertEquals(1, router.connections());
  }

  @Test
  void requestIsSentAgainOnANewConnectionThatBeginsAlike() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    start((routing, backend, server) -> server.setSendProxy("v1"));
    RawClient client = connect().get("/");
    Wire first = serveFirst(client);
    client.get("/again");
    first.readRequest();
    first.close();
    serveFirst(client);
  }

  @Test
  void checksBeginWithNobodysAddress() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    start(
        (routing, backend, server) -> {
          server.setSendProxy("v1");
          backend.check().setUri("/health");
        });
    Wire check = upstream.accept();
    assertEquals("PROXY UNKNOWN", check.readLine());
    assertEquals("/health", check.readRequest().head().target());
    check.send(RawServer.OK);
    await().atMost(Wire.STEP).until(() -> router.member(0).health().getChecks() > 0);
    assertEquals(0, router.member(0).health().getFailedChecks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void haproxySeesTheClientsAddress(String version) throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    HAProxyProcess.require();
    List<String> frontend =
        List.of("http-request return status 200 hdr seen %[src]:%[src_port],%[dst]:%[dst_port]");
    try (HAProxyProcess haproxy = HAProxyProcess.start(directory, frontend)) {
      assertTrue(haproxy.exchange("PROXY UNKNOWN\r\nGET / HTTP/1.0\r\n\r\n").contains("seen: "));
      router =
          RouterFixture.start(
              door,
              "unix:" + directory.resolve("h.sock"),
              (routing, backend, server) -> {
                server.setSendProxy(version);
                backend.check().setInterval("50ms");
              },
              (server, router) -> {});
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(connect());
      }
      for (int round = 0; round < 2; round++) {
        for (RawClient client : clients) {
          String seen = client.get("/").readResponse().head().list("seen");
          String ports = "127.0.0.1:%d,127.0.0.1:%d";
          assertEquals(ports.formatted(client.localPort(), router.port()), seen);
        }
      }
      await().atMost(Wire.STEP).until(() -> router.member(0).health().getChecks() > 0);
      assertEquals(0, router.member(0).health().getFailedChecks());
      router.stop();
      router = null;
    }
  }
}
