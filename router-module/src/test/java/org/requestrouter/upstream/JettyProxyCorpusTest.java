package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.protocol.Corpus;
import org.requestrouter.protocol.RawMessage;

/**
 * The ambiguous responses of the corpus from a server over TLS, which Jetty's HTTP client reads: it
 * may refuse what is relayed elsewhere, but nothing gets another meaning.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JettyProxyCorpusTest {
  private static final char END = 4;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** What Jetty's client takes for whole: all content is there, and means the same. */
  private static final Set<String> FORGIVEN = Set.of("version-2.0", "end-of-trailers-missing");

  private static RawTlsServer server;
  private static TestRouter router;
  private static volatile String message;

  static List<Corpus.Case> cases() throws IOException {
    return Corpus.read("responses.txt").stream()
        .filter(response -> !FORGIVEN.contains(response.name()))
        .toList();
  }

  @BeforeAll
  static void start() throws Exception {
    Certificate certificate = Certificate.shared();
    server = new RawTlsServer(certificate, JettyProxyCorpusTest::serve);
    RoutingConfig config = new RoutingConfig();
    config.setDefaultBackend("b");
    ServerConfig member =
        TestRouter.patient(config.backend("b")).server("s", "https://localhost:" + server.port());
    Carrier.HTTPS.trust(member, certificate.store());
    router = new TestRouter(config);
  }

  private static void serve(RawTlsServer.Wire wire) throws IOException {
    for (String line = wire.head(); line != null; line = wire.head()) {
      if (line.startsWith("GET /next ")) {
        wire.send(OK);
        continue;
      }
      boolean ends = message.charAt(message.length() - 1) == END;
      wire.send(ends ? message.substring(0, message.length() - 1) : message);
      if (ends) {
        return;
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    router.close();
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hasNoOtherMeaning(Corpus.Case response) throws Exception {
    message = response.message();
    Corpus.Expectation expectation = response.expectations().get(0);
    try (Socket client = connect()) {
      InputStream in = ask(client, "/case");
      String relayed = expectation.message() == null ? message : expectation.message();
      String read = read(in);
      if (read != null && !read.startsWith("HTTP/1.1 502 ")) {
        assertTrue(expectation.verdict().startsWith("relayed"), response.name() + ": " + read);
        assertEquals(essence(RawMessage.normal(relayed)), essence(read));
      }
    }
    try (Socket client = connect()) {
      String next = read(ask(client, "/next"));
      assertTrue(next.endsWith("\r\n\r\nok"), next);
    }
  }

  /** It may come while the thread that sends the request is still at it. */
  @RepeatedTest(40)
  void hasNoOtherMeaningHoweverSoonItComes() throws Exception {
    hasNoOtherMeaning(
        cases().stream()
            .filter(response -> response.name().equals("flood-of-interims"))
            .findFirst()
            .orElseThrow());
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.port());
    socket.setSoTimeout((int) TestRouter.STEP.toMillis());
    return socket;
  }

  private static InputStream ask(Socket client, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedInputStream(client.getInputStream());
  }

  /** Reads the final response; null if it has no clean end. */
  private static String read(InputStream in) throws IOException {
    try {
      String read = RawMessage.read(in::read);
      while (read != null && read.startsWith("HTTP/1.1 1")) {
        read = RawMessage.read(in::read);
      }
      return read;
    } catch (RawMessage.BadMessage expected) {
      return null;
    }
  }

  /** Framing is made anew, and may be another one. */
  private static String essence(String response) {
    return response
        .replaceAll("(Server|Date|Transfer-Encoding|Content-Length): [^\r]*\r\n", "")
        .replace("[end]\r\n", "");
  }
}
