package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RulesFile;
import org.requestrouter.health.ServerHealth;

/** The example of servers that are reached in other ways does what it says. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransportsExampleTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/transports.xml");

  @TempDir private Path directory;

  /** Answers the first request of each connection at a socket file. */
  private static void answer(ServerSocketChannel listener) {
    try {
      while (true) {
        SocketChannel connection = listener.accept();
        connection.read(ByteBuffer.allocate(8 * 1024));
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\napp";
        connection.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
        connection.close();
      }
    } catch (ClosedChannelException x) {
      // The test has ended.
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  private static String get(TestRouter router, String path, String client) throws Exception {
    try (Client connection = new Client(router.port())) {
      Client.Head head = connection.request("GET " + path).head();
      assertEquals(200, head.status());
      String port = String.valueOf(connection.localPort());
      return connection.content(head).replace(port, client);
    }
  }

  @Test
  void everyServerIsReachedInItsWay() throws Exception {
    Certificate partner = Certificate.of(directory, "dns:partner.example");
    Certificate own = Certificate.of(directory, "dns:router.example");
    Path socket = directory.resolve("app.sock");
    try (ServerSocketChannel app = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        BackEnd games =
            new BackEnd(
                Carrier.HTTP,
                true,
                null,
                (request, response, callback) ->
                    Content.Sink.write(
                        response, true, "games " + Request.getRemotePort(request), callback));
        RawTlsServer farAway =
            new RawTlsServer(
                partner,
                own,
                wire -> {
                  wire.head();
                  String seen = wire.serverName() + " " + wire.client();
                  wire.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + seen.length() + "\r\n\r\n" + seen);
                })) {
      app.bind(UnixDomainSocketAddress.of(socket));
      Thread server = new Thread(() -> answer(app), "app");
      server.setDaemon(true);
      server.start();
      String rules =
          Files.readString(EXAMPLE)
              .replace("unix:/run/app/app.sock", "unix:" + socket)
              .replace("127.0.0.1:8081", "localhost:" + games.port())
              .replace("127.0.0.1:8443", "localhost:" + farAway.port())
              .replace("partner-ca.p12", partner.store().toString())
              .replace("router.p12", own.store().toString());
      RoutingConfig config = new RoutingConfig();
      RulesFile.load(Files.writeString(directory.resolve("transports.xml"), rules), config);

      try (TestRouter router = new TestRouter(config)) {
        assertEquals("app", get(router, "/", "client"));
        assertEquals("games client", get(router, "/games/", "client"));
        assertEquals("partner.example CN=test", get(router, "/partner/", "client"));
        ServerHealth health = router.router().backends().get(1).servers().get(0).health();
        await().atMost(TestRouter.STEP).until(() -> health.getChecks() > 0);
        assertEquals(0, health.getFailedChecks(), health::getLastCheck);
      }
    }
  }
}
