package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.rule.HAProxyProcess;

/** What a client is told when the first of two servers fails, as a real HAProxy tells it. */
class RetryDifferentialTest extends ProtocolTest {
  private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.2 1111 80\r\n";

  /** How the first server behaves. */
  enum Behaviour {
    REFUSES,
    CLOSES,
    RESETS,
    KEEPS_SILENT,
    TALKS_JUNK,
    IS_BUSY,
    IS_MISSING
  }

  @TempDir Path directory;
  private RawServer second;
  private String patience;

  @BeforeEach
  void openSecondServer() throws IOException {
    assumeTrue(door == Door.CORE, "the decision is the same behind every door");
    HAProxyProcess.require();
    second = new RawServer();
    second.serveOk();
  }

  @AfterEach
  void closeSecondServer() throws IOException {
    if (second != null) second.close();
  }

  private void behave(Behaviour behaviour) throws IOException {
    // Only silence is waited for until the end.
    patience = behaviour == Behaviour.KEEPS_SILENT ? "1s" : "15s";
    if (behaviour == Behaviour.REFUSES) {
      upstream.refuse();
      return;
    }
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          switch (behaviour) {
            case RESETS -> connection.leave(Wire.End.RESET);
            case KEEPS_SILENT -> connection.awaitEnd(Wire.STEP);
            case TALKS_JUNK -> connection.send("junk\r\n\r\n");
            case IS_BUSY -> connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            case IS_MISSING -> connection.send("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            default -> connection.leave(Wire.End.FIN);
          }
        });
  }

  private int haproxy(String retryOn, String request) throws IOException {
    List<String> lines =
        List.of(
            "default_backend b",
            "backend b",
            "balance first",
            "timeout server " + patience,
            "timeout connect 2s",
            "retries 3",
            "option redispatch 1",
            "retry-on " + retryOn,
            "server s1 127.0.0.1:" + upstream.port(),
            "server s2 127.0.0.1:" + second.port());
    try (HAProxyProcess haproxy = HAProxyProcess.start(directory, lines)) {
      String head = haproxy.exchange(PROXY + request);
      return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
  }

  private int router(String retryOn, String request) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance("first");
          backend.setServerTimeout(patience);
          backend.setRetryOn(retryOn);
          backend.server("s2", "http://127.0.0.1:" + second.port());
        });
    RawClient client = connect();
    client.send(request);
    return client.readResponse("GET").status();
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSES, conn-failure",
    "REFUSES, none",
    "CLOSES, conn-failure",
    "CLOSES, empty-response",
    "RESETS, conn-failure",
    "RESETS, empty-response",
    "KEEPS_SILENT, conn-failure",
    "KEEPS_SILENT, response-timeout",
    "TALKS_JUNK, conn-failure",
    "TALKS_JUNK, junk-response",
    "IS_BUSY, conn-failure",
    "IS_BUSY, 503",
    "IS_BUSY, all-retryable-errors",
    "IS_MISSING, all-retryable-errors",
    "IS_MISSING, 404"
  })
  void getIsAnsweredLikeByHAProxy(Behaviour behaviour, String retryOn) throws Exception {
    String request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    behave(behaviour);
    assertEquals(haproxy(retryOn, request), router(retryOn, request));
  }

  @ParameterizedTest
  @CsvSource({"REFUSES, conn-failure", "CLOSES, conn-failure", "IS_BUSY, conn-failure"})
  void postIsAnsweredLikeByHAProxy(Behaviour behaviour, String retryOn) throws Exception {
    String request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    behave(behaviour);
    assertEquals(haproxy(retryOn, request), router(retryOn, request));
  }
}
