package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** Servers that want to know who asks, and servers with another name than their host. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientCertificateTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @TempDir static Path directory;
  private static Certificate own;
  private static Certificate named;

  private final RoutingConfig config = new RoutingConfig();
  private final BackendConfig backend = TestRouter.patient(config.backend("b"));
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final CapturedLog log = new CapturedLog();
  private RawTlsServer server;
  private TestRouter router;

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = Certificate.of(directory, "dns:router.example");
    named = Certificate.of(directory, "dns:shop.example");
  }

  @AfterEach
  void close() throws Exception {
    log.close();
    try {
      if (router != null) {
        router.close();
      }
    } finally {
      server.close();
    }
  }

  private ServerConfig serve(Certificate certificate, Certificate clients) throws Exception {
    server = new RawTlsServer(certificate, clients, wire -> answer(wire, clients != null));
    config.setDefaultBackend("b");
    ServerConfig declared = backend.server("s", "https://localhost:" + server.port());
    Carrier.HTTPS.trust(declared, certificate.store());
    return declared;
  }

  private void answer(RawTlsServer.Wire wire, boolean demanding) throws IOException {
    while (wire.head() != null) {
      seen.add(wire.serverName() + (demanding ? " " + wire.client() : ""));
      wire.send(OK);
    }
  }

  private static void show(ServerConfig declared, Certificate certificate) {
    declared.setKeyStore(certificate.store().toString());
    declared.setKeyStorePassword(Certificate.PASSWORD);
  }

  private int get() throws Exception {
    if (router == null) {
      router = new TestRouter(config);
    }
    try (Client client = new Client(router.port())) {
      return client.request("GET /").head().status();
    }
  }

  @Test
  void serverSeesTheRoutersCertificate() throws Exception {
    show(serve(Certificate.shared(), own), own);

    assertEquals(200, get());
    assertEquals("localhost CN=test", seen.remove());
  }

  @Test
  void serverThatGetsNoCertificateRefusesAndTheLogSaysWhy() throws Exception {
    serve(Certificate.shared(), own);

    assertEquals(503, get());
    assertTrue(log.text().contains("TLS handshake with https://localhost"), log::text);
    assertNull(seen.peek());
  }

  @Test
  void serverThatTrustsAnotherCertificateRefuses() throws Exception {
    show(serve(Certificate.shared(), own), named);

    assertEquals(503, get());
    assertNull(seen.peek());
  }

  @Test
  void certificateIsShownAlsoWhereTheServersIsNotVerified() throws Exception {
    server = new RawTlsServer(named, own, wire -> answer(wire, true));
    config.setDefaultBackend("b");
    ServerConfig declared = backend.server("s", "https://localhost:" + server.port());
    declared.setTlsVerify(false);
    show(declared, own);

    assertEquals(200, get());
    assertEquals("localhost CN=test", seen.remove());
  }

  @Test
  void checksShowTheCertificateAndAskForTheName() throws Exception {
    ServerConfig declared = serve(named, own);
    show(declared, own);
    declared.setTlsServerName("shop.example");
    backend.check().setUri("/health");
    router = new TestRouter(config);

    await().atMost(TestRouter.STEP).until(() -> !seen.isEmpty());
    assertEquals("shop.example CN=test", seen.remove());
    var health = router.backend().servers().get(0).health();
    await().atMost(TestRouter.STEP).until(() -> health.getChecks() > 0);
    assertEquals(0, health.getFailedChecks(), health::getLastCheck);
  }

  @Test
  void serverIsAskedForByTheNameAndMustProveIt() throws Exception {
    serve(named, null).setTlsServerName("shop.example");

    assertEquals(200, get());
    assertEquals("shop.example", seen.remove());
  }

  @Test
  void hostOfTheUriIsNotEnoughWhereThereIsAName() throws Exception {
    serve(Certificate.shared(), null).setTlsServerName("shop.example");

    assertEquals(503, get());
    assertFalse(log.text().isEmpty());
    assertNull(seen.peek());
  }

  @Test
  void nameIsAskedForButNotProvenWithoutVerification() throws Exception {
    server = new RawTlsServer(Certificate.shared(), wire -> answer(wire, false));
    config.setDefaultBackend("b");
    ServerConfig declared = backend.server("s", "https://localhost:" + server.port());
    declared.setTlsVerify(false);
    declared.setTlsServerName("shop.example");

    assertEquals(200, get());
    assertEquals("shop.example", seen.remove());
  }
}
