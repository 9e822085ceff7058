package org.requestrouter.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.upstream.Certificate;
import org.requestrouter.upstream.WithoutHttp2;

/** Checks of servers that speak TLS or HTTP/2. */
@Timeout(60)
class SecureChecksTest {

  /** The name of the server, and that of the Host field, which Jetty compares, too. */
  private static final String NAMES = "dns:localhost,dns:app.example.com";

  private final Checking checking = new Checking();
  private final Server server = new Server();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  @TempDir private Path directory;

  SecureChecksTest() throws Exception {
    checking.check.setUri("/health?deep");
    checking.check.setHost("app.example.com:8443");
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            requests.add(
                request.getConnectionMetaData().getHttpVersion() + " " + request.getHttpURI());
            response.setStatus(204);
            callback.succeeded();
            return true;
          }
        });
    server.addBean(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            open.incrementAndGet();
          }

          @Override
          public void onClosed(Connection connection) {
            open.decrementAndGet();
          }
        });
  }

  @AfterEach
  void stop() throws Exception {
    checking.stop();
    server.stop();
  }

  private InetSocketAddress start(ServerConnector connector) throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    connector.addBean(server.getBean(Connection.Listener.class));
    server.start();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  private InetSocketAddress startTls(Path store) throws Exception {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(store.toUri().toString());
    tls.setKeyStorePassword(Certificate.PASSWORD);
    return start(new ServerConnector(server, tls, new HttpConnectionFactory()));
  }

  private Path certificate(String names) throws Exception {
    return Certificate.of(directory, names).store();
  }

  private SslContextFactory.Client trusting(Path store) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setTrustStorePath(store.toUri().toString());
    tls.setTrustStorePassword(Certificate.PASSWORD);
    return tls;
  }

  @Test
  void aTrustedServerPassesOverTls() throws Exception {
    Path store = certificate(NAMES);
    SslContextFactory.Client tls = trusting(store);
    ActiveChecks.Handle handle = checking.add("https", startTls(store), tls);
    assertEquals("passed: status 204", checking.result());
    assertEquals("HTTP/1.1 https://app.example.com:8443/health?deep", requests.get(0));
    assertTrue(tls.isRunning());
    handle.stop();
    assertFalse(tls.isRunning(), "it belongs to the checks");
    await().atMost(Duration.ofSeconds(20)).until(() -> open.get() == 0);
  }

  @Test
  void aServerThatIsNotTrustedFails() throws Exception {
    checking.add("https", startTls(certificate("dns:localhost")), null);
    String result = checking.result();
    assertTrue(result.startsWith("failed: TLS failed: "), result);
    assertEquals(List.of(), requests);
  }

  @Test
  void aCertificateForAnotherNameFails() throws Exception {
    Path store = certificate("dns:other.example.com");
    checking.add("https", startTls(store), trusting(store));
    String result = checking.result();
    assertTrue(result.startsWith("failed: TLS failed: "), result);
  }

  @Test
  void severalServersAreTrustedEachInItsOwnWay() throws Exception {
    Path store = certificate(NAMES);
    InetSocketAddress address = startTls(store);
    ServerHealth other = new ServerHealth("server 'b/o'", checking.scheduler);
    other.configure(checking.check, null);
    checking.add("https", address, null);
    URI uri = URI.create("https://localhost:" + address.getPort());
    checking.checks.add(new CheckTarget(uri, address, checking.check, trusting(store)), other);
    await().atMost(Duration.ofSeconds(20)).until(() -> other.getChecks() >= 3);
    assertEquals(0, other.getFailedChecks());
    assertTrue(checking.result().startsWith("failed: "));
  }

  @Test
  void tlsThatCannotWorkIsRefused() throws Exception {
    Path store = Files.writeString(directory.resolve("store.p12"), "no store");
    SslContextFactory.Client tls = trusting(store);
    InetSocketAddress address = CheckedServer.nobody();
    assertThrows(IllegalArgumentException.class, () -> checking.add("https", address, tls));
  }

  @Test
  void aServerPassesOverHttp2() throws Exception {
    InetSocketAddress address =
        start(
            new ServerConnector(
                server, new HTTP2CServerConnectionFactory(new HttpConfiguration())));
    checking.add("h2c", address, null);
    assertEquals("passed: status 204", checking.result());
    await().atMost(Duration.ofSeconds(20)).until(() -> checking.health.getChecks() >= 3);
    assertEquals(0, checking.health.getFailedChecks());
    assertEquals("HTTP/2.0 http://app.example.com:8443/health?deep", requests.get(0));
    checking.checks.stop();
    await().atMost(Duration.ofSeconds(20)).until(() -> open.get() == 0);
  }

  @Test
  void aServerThatDoesNotSpeakHttp2Fails() throws Exception {
    try (CheckedServer raw = CheckedServer.answering(CheckedServer.response(200))) {
      checking.add("h2c", raw.address(), null);
      assertTrue(checking.result().startsWith("failed: "));
    }
  }

  @Test
  void silenceOverHttp2FailsAndTheConnectionIsClosed() throws Exception {
    checking.check.setTimeout("100ms");
    AtomicInteger closed = new AtomicInteger();
    try (CheckedServer raw =
        new CheckedServer(
            (connection, peer) -> {
              peer.awaitEnd();
              closed.incrementAndGet();
            })) {
      checking.add("h2c", raw.address(), null);
      assertEquals("failed: no connection within 100ms", checking.result());
      await().atMost(Duration.ofSeconds(20)).until(() -> closed.get() >= 2);
    }
  }

  @Test
  void silenceInTheTlsHandshakeFailsAndTheConnectionIsClosed() throws Exception {
    checking.check.setTimeout("500ms");
    AtomicInteger closed = new AtomicInteger();
    try (CheckedServer raw =
        new CheckedServer(
            (connection, peer) -> {
              peer.awaitEnd();
              closed.incrementAndGet();
            })) {
      checking.add("https", raw.address(), null);
      String result = checking.result();
      assertTrue(result.matches("failed: no (connection|response) within 500ms"), result);
      await().atMost(Duration.ofSeconds(20)).until(() -> closed.get() >= 2);
    }
  }

  @Test
  void onlyHttpChecksOfHttp2ServersNeedItsClasses() throws Exception {
    assertEquals(
        List.of(
            "http /health: added",
            "https /health: added",
            "h2c null: added",
            "h2c /health: h2c needs Jetty's module http2-client-transport, which is not enabled"),
        WithoutHttp2.run(ChecksWithoutHttp2.class));
  }
}
