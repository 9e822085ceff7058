package org.requestrouter.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpChecksTest {
  private final Checking checking = new Checking();

  HttpChecksTest() throws Exception {
    checking.check.setUri("/health");
  }

  @AfterEach
  void stop() throws Exception {
    checking.stop();
  }

  private String resultOf(String bytes) throws Exception {
    try (CheckedServer server = CheckedServer.answering(bytes)) {
      ActiveChecks.Handle handle = checking.http(server.address());
      String result = checking.result();
      handle.stop();
      return result;
    }
  }

  @Test
  void theRequestIsAsConfigured() throws Exception {
    checking.check.setMethod("HEAD");
    checking.check.setUri("/health?deep=a%20b");
    checking.check.setHost("app.example.com");
    try (CheckedServer server =
        CheckedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")) {
      checking.http(server.address());
      assertEquals("passed: status 200", checking.result());
      List<String> lines = server.heads().get(0).lines().toList();
      assertEquals("HEAD /health?deep=a%20b HTTP/1.1", lines.get(0));
      assertTrue(lines.contains("Host: app.example.com"), lines::toString);
      assertTrue(lines.contains("Connection: close"), lines::toString);
      assertTrue(lines.contains("User-Agent: request-router"), lines::toString);
      assertEquals(5, lines.size(), lines::toString);
    }
  }

  @Test
  void theHostIsThatOfTheServerUnlessConfigured() throws Exception {
    try (CheckedServer server = CheckedServer.answering(CheckedServer.response(200))) {
      checking.http(server.address());
      checking.result();
      String host = "Host: localhost:" + server.port() + "\r\n";
      assertTrue(server.heads().get(0).contains(host), server.heads()::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, passed: status 200",
    "399, passed: status 399",
    "302, passed: status 302",
    "401, failed: status 401",
    "404, failed: status 404",
    "500, failed: status 500",
  })
  void statusesFrom200To399Pass(int status, String result) throws Exception {
    assertEquals(result, resultOf(CheckedServer.response(status)));
  }

  @ParameterizedTest
  @CsvSource({"204, passed", "302, failed", "503, passed", "200, failed"})
  void theStatusesThatPassMayBeChosen(int status, String result) throws Exception {
    checking.check.setExpectStatus("204,500-510");
    assertEquals(result + ": status " + status, resultOf(CheckedServer.response(status)));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Ready: yes, passed: status 200",
    "x-ready:yes, passed: status 200",
    "X-Ready: no, failed: field X-Ready is no",
    "X-Other: yes, failed: no field X-Ready",
  })
  void aFieldMayBeExpected(String field, String result) throws Exception {
    checking.check.setExpectHeader("X-Ready: yes");
    assertEquals(result, resultOf("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 0\r\n\r\n"));
  }

  @Test
  void anyOfSeveralFieldsMayBeTheExpectedOne() throws Exception {
    checking.check.setExpectHeader("X-Ready: yes");
    String fields = "X-Ready: no\r\nX-Ready: yes\r\nContent-Length: 0\r\n\r\n";
    assertEquals("passed: status 200", resultOf("HTTP/1.1 200 OK\r\n" + fields));
  }

  @Test
  void aFieldMayBeExpectedWhateverItsValue() throws Exception {
    checking.check.setExpectHeader("X-Ready");
    assertEquals(
        "passed: status 200",
        resultOf("HTTP/1.1 200 OK\r\nx-ready: soon\r\nContent-Length: 0\r\n\r\n"));
  }

  @Test
  void interimResponsesAreNoResult() throws Exception {
    assertEquals(
        "failed: status 503",
        resultOf(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                + CheckedServer.response(503)));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (CheckedServer server =
        CheckedServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")) {
      checking.http(server.address());
      await().until(() -> checking.health.getChecks() >= 3);
      assertTrue(server.heads().stream().allMatch(head -> head.startsWith("GET /health ")));
    }
  }

  @Test
  void bytesThatAreNoResponseFail() throws Exception {
    String result = resultOf("SSH-2.0-OpenSSH_9.2\r\n");
    assertTrue(result.startsWith("failed: invalid response: "), result);
  }

  @Test
  void aHeaderWithoutEndFails() throws Exception {
    String result = resultOf("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000));
    assertTrue(result.startsWith("failed: "), result);
  }

  @Test
  void anEndBeforeTheResponseFails() throws Exception {
    assertEquals("failed: connection closed before the response", resultOf(""));
    assertFalse(checking.health.isUp());
  }

  @Test
  void aPortWhereNobodyListensFails() throws Exception {
    checking.http(CheckedServer.nobody());
    assertEquals("failed: connection refused", checking.result());
  }

  @Test
  void silenceFailsAfterTheTimeoutAndTheConnectionIsClosed() throws Exception {
    checking.check.setTimeout("3s");
    CountDownLatch closed = new CountDownLatch(1);
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              peer.awaitEnd();
              closed.countDown();
            })) {
      checking.http(server.address());
      assertEquals("failed: no response within 3000ms", checking.result());
      closed.await();
    }
  }

  @Test
  void theHeaderDecidesAndContentWithoutEndIsCutOff() throws Exception {
    AtomicBoolean cut = new AtomicBoolean();
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              peer.send("HTTP/1.1 200 OK\r\n\r\n");
              try {
                while (true) {
                  peer.send("endless");
                }
              } finally {
                cut.set(true);
              }
            })) {
      checking.http(server.address());
      assertEquals("passed: status 200", checking.result());
      await().untilTrue(cut);
      await().until(() -> checking.health.getChecks() > 3);
      assertTrue(checking.health.isUp());
    }
  }

  @Test
  void contentOfUsualSizeIsReadToItsEnd() throws Exception {
    AtomicBoolean orderly = new AtomicBoolean();
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50_000));
              orderly.set(peer.awaitEnd());
            })) {
      checking.check.setInterval("1h");
      checking.http(server.address());
      assertEquals("passed: status 200", checking.result());
      await().untilTrue(orderly);
    }
  }

  @Test
  void contentThatStallsDoesNotDelayTheNextCheck() throws Exception {
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
              peer.awaitEnd();
            })) {
      checking.http(server.address());
      await().atMost(Duration.ofSeconds(15)).until(() -> checking.health.getChecks() >= 5);
      assertEquals(0, checking.health.getFailedChecks());
    }
  }

  @Test
  void checksMayGoToAPortOfTheirOwn() throws Exception {
    try (CheckedServer server = CheckedServer.answering(CheckedServer.response(200));
        CheckedServer own = CheckedServer.answering(CheckedServer.response(200))) {
      checking.check.setPort(own.port());
      checking.http(server.address());
      assertEquals("passed: status 200", checking.result());
      assertEquals(0, server.connections());
      assertTrue(own.heads().get(0).contains("Host: localhost:" + server.port() + "\r\n"));
    }
  }
}
