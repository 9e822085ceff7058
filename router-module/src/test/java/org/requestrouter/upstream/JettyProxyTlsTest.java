package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** What TLS is about: who the server is, and where its messages end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JettyProxyTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path directory;

  private final RoutingConfig config = new RoutingConfig();
  private final CapturedLog log = new CapturedLog();
  private RawTlsServer server;
  private TestRouter router;
  private Client client;

  @AfterEach
  void close() throws Exception {
    log.close();
    if (client != null) {
      client.close();
    }
    try {
      if (router != null) {
        router.close();
      }
    } finally {
      server.close();
    }
  }

  private ServerConfig serve(Certificate certificate, RawTlsServer.Script script) throws Exception {
    server = new RawTlsServer(certificate, script);
    config.setDefaultBackend("b");
    return TestRouter.patient(config.backend("b"))
        .server("s", "https://localhost:" + server.port());
  }

  private ServerConfig serveTrusted(RawTlsServer.Script script) throws Exception {
    Certificate certificate = Certificate.shared();
    ServerConfig declared = serve(certificate, script);
    Carrier.HTTPS.trust(declared, certificate.store());
    return declared;
  }

  private static void answerAll(RawTlsServer.Wire wire) throws java.io.IOException {
    while (wire.head() != null) {
      wire.send(OK);
    }
  }

  private Client get() throws Exception {
    if (router == null) {
      router = new TestRouter(config);
      client = new Client(router.port());
    }
    return client.request("GET /");
  }

  @Test
  void certificateThatNobodyHasSignedIsRefusedAndTheLogSaysWhy() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    serve(Certificate.shared(), wire -> requests.addAndGet(wire.head() == null ? 0 : 1));

    assertEquals(503, get().head().status());
    assertTrue(
        log.text().contains("TLS handshake with https://localhost:" + server.port()), log::text);
    assertTrue(log.text().contains("unable to find valid certification path"), log::text);
    assertEquals(0, requests.get());
  }

  @Test
  void certificateForAnotherHostIsRefusedAndTheLogSaysWhy() throws Exception {
    Certificate other = Certificate.of(directory, "dns:elsewhere.example");
    Carrier.HTTPS.trust(serve(other, JettyProxyTlsTest::answerAll), other.store());

    assertEquals(503, get().head().status());
    assertTrue(
        log.text().contains("No name matching localhost found")
            || log.text().contains("No subject alternative DNS name matching localhost"),
        log::text);
  }

  @Test
  void reasonOfRefusedCertificatesIsNotLoggedWithEveryRequest() throws Exception {
    serve(Certificate.shared(), JettyProxyTlsTest::answerAll);

    for (int i = 0; i < 5; i++) {
      assertEquals(503, get().head().status());
      client.close();
      client = new Client(router.port());
    }

    assertEquals(2, log.text().split("TLS handshake with", -1).length, log::text);
  }

  @Test
  void trustedCertificateIsAccepted() throws Exception {
    serveTrusted(JettyProxyTlsTest::answerAll);

    assertEquals(200, get().head().status());
    assertFalse(log.text().contains("WARN"), log::text);
  }

  @Test
  void anyCertificateIsAcceptedWithoutVerificationAndTheStartWarns() throws Exception {
    Certificate other = Certificate.of(directory, "dns:elsewhere.example");
    serve(other, JettyProxyTlsTest::answerAll).setTlsVerify(false);

    assertEquals(200, get().head().status());
    String warning = "any certificate is accepted from https://localhost:" + server.port();
    assertTrue(log.text().contains(warning), log::text);
  }

  @Test
  void serverIsAskedForByItsName() throws Exception {
    List<String> names = Collections.synchronizedList(new ArrayList<>());
    serveTrusted(
        wire -> {
          names.add(wire.serverName());
          answerAll(wire);
        });

    assertEquals(200, get().head().status());
    assertEquals(List.of("localhost"), names);
  }

  @Test
  void responseThatEndsWithTheConnectionIsComplete() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        });

    Client.Head head = get().head();
    assertEquals(200, head.status());
    assertEquals("until the end", client.content(head));
  }

  @Test
  void responseThatEndsWithoutTheEndOfTlsIsTruncated() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
          wire.cut();
        });

    assertEquals(200, get().head().status());
    assertThrows(EOFException.class, client::chunks);
  }

  @Test
  void responseThatIsNoHttpGivesBadGateway() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          wire.send("SSH-2.0-nonsense\r\n\r\n");
        });

    assertEquals(502, get().head().status());
  }

  @Test
  void switchOfProtocolsThatNobodyAskedForGivesBadGateway() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          wire.send(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
          wire.head();
        });

    assertEquals(502, get().head().status());
  }

  @Test
  void requestIsSentAgainWhenAPooledConnectionDies() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          wire.send(OK);
          // Takes the next request, and is gone.
          wire.head();
        });

    for (int i = 0; i < 5; i++) {
      assertEquals(200, get().head().status());
      assertEquals("ok", client.content(2));
    }
    assertEquals(5, server.connections());
  }

  @Test
  void postIsNotSentAgainWhenAPooledConnectionDies() throws Exception {
    AtomicInteger posts = new AtomicInteger();
    serveTrusted(
        wire -> {
          for (String line; (line = wire.head()) != null && line.startsWith("GET"); ) {
            wire.send(OK);
          }
          posts.incrementAndGet();
        });
    assertEquals(200, get().head().status());
    assertEquals("ok", client.content(2));

    client.request("POST /", "Content-Length: 0");

    assertEquals(502, client.head().status());
    assertEquals(1, posts.get());
  }

  @Test
  void contentThatComesWithoutAContinueIsSentAllTheSame() throws Exception {
    serveTrusted(
        wire -> {
          // Knows nothing of expectations.
          wire.head();
          wire.send(OK.replace("ok", wire.content(2)));
          wire.head();
        });
    router = new TestRouter(config);
    client = new Client(router.port());
    client.request("POST /", "Content-Length: 2", "Expect: 100-continue");
    await().until(() -> router.backend().connections() == 1);
    client.send("hi");

    Client.Head head = client.head();
    assertEquals(200, head.status() == 100 ? client.head().status() : head.status());
    assertEquals("hi", client.content(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 104, 199})
  void interimResponsesOfEveryStatusAreRelayed(int status) throws Exception {
    serveTrusted(
        wire -> {
          while (wire.head() != null) {
            String interim = "HTTP/1.1 " + status + " Interim\r\n\r\n";
            wire.send(interim + interim);
            wire.send(OK);
          }
        });

    for (int i = 0; i < 2; i++) {
      assertEquals(status, get().head().status());
      assertEquals(status, client.head().status());
      assertEquals(200, client.head().status());
      assertEquals("ok", client.content(2));
    }
  }

  @Test
  void fieldsNamedByTheServersConnectionFieldAreRemoved() throws Exception {
    serveTrusted(
        wire -> {
          wire.head();
          String fields =
              """
              HTTP/1.1 200 OK
              Connection: X-Gone
              X-Gone: 1
              Keep-Alive: timeout=9
              X-Kept: Spelled So
              Content-Type: Text/HTML
              Content-Length: 0

              """;
          wire.send(fields.replace("\n", "\r\n"));
        });

    Client.Head head = get().head();

    assertEquals(null, head.field("X-Gone"));
    assertEquals(null, head.field("Keep-Alive"));
    assertEquals("Spelled So", head.field("X-Kept"));
    assertEquals("Text/HTML", head.field("Content-Type"));
  }
}
