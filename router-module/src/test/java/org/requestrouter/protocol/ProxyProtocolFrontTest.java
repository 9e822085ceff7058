package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.SendProxy;

/** Jetty's module proxy-protocol in front of the router: clients are who a proxy says they are. */
class ProxyProtocolFrontTest extends ProtocolTest {
  private static final String CLIENT = "198.51.100.7";

  /** What makes the module's XML of a connector. */
  private static void module(Server server, RequestRouter router) {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    connector.addFirstConnectionFactory(new ProxyConnectionFactory());
  }

  private void startBehindProxy(RouterFixture.Setup setup) throws Exception {
    start(setup, ProxyProtocolFrontTest::module);
  }

  /** Connects as a proxy does for the client with that last byte in its address. */
  private RawClient connect(SendProxy version, int last) throws IOException {
    RawClient client = connect();
    if (version == SendProxy.V1) {
      client.send("PROXY TCP4 198.51.100." + last + " 203.0.113.9 40000 443\r\n");
    } else {
      String addresses = "c63364" + "%02x".formatted(last) + "cb007109" + "9c40" + "01bb";
      String header = "0d0a0d0a000d0a515549540a" + "2111" + "000c" + addresses;
      byte[] bytes = HexFormat.of().parseHex(header);
      client.send(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return client;
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V2"})
  void rulesAndServersSeeTheClientThatTheProxySpeaksFor(SendProxy version) throws Exception {
    startBehindProxy(
        (routing, backend, server) -> {
          routing
              .useBackend("b", "{ src " + CLIENT + " } { dst 203.0.113.9 } { dst_port 443 }")
              .setRequestHeader("X-Seen", "%[src]:%[src_port]");
        });
    RawClient client = connect(version, 7).get("/", "X-Forwarded-For: 10.0.0.1");
    Wire server = upstream.accept();
    for (int i = 0; i < 2; i++) {
      Head head = server.readRequest().head();
      assertEquals(CLIENT + ":40000", head.list("X-Seen"));
      assertEquals(CLIENT, head.list("X-Forwarded-For"));
      assertTrue(head.list("Forwarded").startsWith("for=" + CLIENT + ";"), head::toString);
      server.send(RawServer.OK);
      assertEquals(200, client.readResponse().status());
      if (i == 0) client.get("/again");
    }
    server.close();
  }

  @Test
  void trustIsInTheClientNotInWhoSpeaksForIt() throws Exception {
    startBehindProxy((routing, backend, server) -> routing.setTrustedProxies(CLIENT));
    upstream.serve(
        (connection, index) -> {
          while (true) {
            String told = connection.readRequest().head().list("X-Forwarded-For");
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\n\r\n" + told);
          }
        });
    String claim = "X-Forwarded-For: 10.0.0.1";
    RawClient trusted = connect(SendProxy.V2, 7).get("/", claim);
    assertEquals("10.0.0.1, " + CLIENT, trusted.readResponse().content());
    RawClient stranger = connect(SendProxy.V2, 8).get("/", claim);
    assertEquals("198.51.100.8", stranger.readResponse().content());
  }

  @Test
  void clientsAreSpreadByTheirOwnAddresses() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    try (RawServer second = new RawServer()) {
      startBehindProxy(
          (routing, backend, server) -> {
            backend.setBalance("source");
            backend.server("s2", second.uri());
          });
      upstream.serveOk();
      second.serveOk();
      for (int client = 1; client <= 16; client++) {
        long first = responsesOfTheFirst();
        for (int i = 0; i < 2; i++) {
          assertEquals(200, connect(SendProxy.V1, client).get("/").readResponse().status());
        }
        // Counted when the response has been relayed, which the client may see before.
        int before = 2 * (client - 1);
        await().atMost(Wire.STEP).until(() -> responses() == before + 2);
        assertTrue(responsesOfTheFirst() - first != 1, "one client at two servers");
      }
      assertTrue(upstream.connections() > 0 && second.connections() > 0, "all go to one server");
    }
  }

  private long responses() {
    return router.counter("backend.b.responses.2xx");
  }

  private long responsesOfTheFirst() {
    return router.counter("backend.b.server.s1.responses.2xx");
  }

  @Test
  void clientThatLeavesDuringAPollIsNoticed() throws Exception {
    startBehindProxy((routing, backend, server) -> {});
    RawClient client = connect(SendProxy.V2, 7).get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    client.close();
    assertEquals(Wire.End.FIN, server.awaitEnd(SOON));
  }

  @Test
  void pollsUploadsAndPipelinedRequestsFollowEachOther() throws Exception {
    startBehindProxy((routing, backend, server) -> {});
    RawClient client = connect(SendProxy.V1, 7).get("/poll");
    Wire server = upstream.accept();
    server.readRequest();
    // Comes while the client is being watched.
    client.get("/pipelined");
    server.send(RawServer.OK);
    assertEquals("/pipelined", server.readRequest().head().target());
    server.send(RawServer.OK);
    for (int i = 0; i < 2; i++) assertEquals("ok", client.readResponse().content());

    client.request("POST /upload", "Content-Length: 10").send("12345");
    Head upload = server.readHead();
    ContentReader content = ContentReader.ofRequest(server, upload);
    content.expect("12345");
    client.send("67890");
    content.expect("67890");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN\r\n", ""})
  void whoSpeaksForNobodyIsTheClient(String header) throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    startBehindProxy((routing, backend, server) -> {});
    RawClient client = connect();
    client.send(header);
    client.get("/");
    Wire server = upstream.accept();
    assertEquals("127.0.0.1", server.readRequest().head().list("X-Forwarded-For"));
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }

  @Test
  void whatTheProxySaysGoesOnToTheServer() throws Exception {
    assumeTrue(door == Door.CORE, "the connection is the same behind every door");
    startBehindProxy((routing, backend, server) -> server.setSendProxy("v1"));
    RawClient client = connect(SendProxy.V2, 7).get("/");
    Wire server = upstream.accept();
    assertEquals("PROXY TCP4 " + CLIENT + " 203.0.113.9 40000 443", server.readLine());
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }
}
