package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of requests that a proxy and a server might read in two ways, byte for byte. */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestCorpusTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LAST = "GET /last HTTP/1.1\r\nHost: last\r\n\r\n";

  private static RecordingServer server;
  private static RouterFixture router;

  @Parameter Door door;

  static List<Corpus.Case> cases() throws IOException {
    return Corpus.read("requests.txt");
  }

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    server = new RecordingServer();
    router =
        RouterFixture.start(
            door,
            server.port(),
            (routing, backend, member) -> {
              routing.setForwardedFor("false");
              routing.setForwarded("false");
              routing.setVia("");
              routing.useBackend("b", "{ path_beg /secret/ }").setRequestHeader("X-Rule", "secret");
            },
            (jetty, component) -> {});
    strict();
  }

  /** What the module's XML sets. */
  private static void strict() {
    HttpConfiguration configuration =
        router.connector().getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.STRICT);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    router.stop();
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hasOneMeaning(Corpus.Case request) throws Exception {
    server.take();
    List<String> expected = new ArrayList<>();
    boolean open = true;
    try (RawClient client = RawClient.connect(router.port())) {
      client.send(request.message());
      for (Corpus.Expectation expectation : request.expectations()) {
        open = meet(client, request, expectation, expected);
      }
      if (open) ask(client);
    }
    if (!open) {
      try (RawClient other = RawClient.connect(router.port())) {
        ask(other);
      }
    }
    expected.add(LAST);
    assertEquals(expected, server.take());
  }

  /** Whether the connection goes on. */
  private boolean meet(
      RawClient client, Corpus.Case request, Corpus.Expectation expectation, List<String> expected)
      throws IOException {
    if (expectation.isStatus()) {
      if (expectation.isOpen()) {
        assertEquals(expectation.status(), client.readResponse("GET").status());
        return true;
      }
      assertEquals(expectation.status(), client.readHead().status());
      client.awaitEnd(SOON);
      return false;
    }
    switch (expectation.verdict()) {
      case "forwarded" -> {
        String message = expectation.message();
        expected.add(RawMessage.normal(message == null ? request.message() : message));
        Message response = client.readResponse("GET");
        assertEquals(200, response.status());
        assertEquals(RecordingServer.CONTENT, response.content());
        return true;
      }
      case "end" -> assertEquals(Wire.End.FIN, client.awaitEnd(SOON));
      case "cut" -> assertCut(client);
      case "waiting" -> client.expectSilence(Duration.ofMillis(200));
      default -> throw new IllegalArgumentException(expectation.verdict());
    }
    return false;
  }

  private static void assertCut(RawClient client) throws IOException {
    try {
      int status = client.readHead().status();
      assertTrue(status >= 400, "answered with " + status);
    } catch (IOException expected) {
      // Cut off without an answer.
    }
    client.awaitEnd(SOON);
  }

  private static void ask(RawClient client) throws IOException {
    client.send(LAST);
    assertEquals(200, client.readResponse("GET").status());
  }

  @Test
  void hasManyCasesOfDifferentNames() throws IOException {
    List<Corpus.Case> cases = cases();
    assertTrue(cases.size() >= 150, () -> cases.size() + " cases");
    assertEquals(cases.size(), cases.stream().map(Corpus.Case::name).distinct().count());
  }
}
