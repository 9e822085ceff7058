package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.health.CircuitBreaker;

/** Servers that are not well get no requests, until they are. */
class ServerHealthTest extends ProtocolTest {
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private RawServer second;

  @BeforeEach
  void openSecondServer() throws IOException {
    second = new RawServer();
    second.serveOk();
  }

  @AfterEach
  void closeSecondServer() throws IOException {
    second.close();
  }

  @FunctionalInterface
  private interface Settings {
    void apply(BackendConfig backend) throws Exception;
  }

  /** Lets the first server answer with its changing status. */
  private void serveFirst() throws IOException {
    upstream.serve(
        (connection, index) -> {
          while (true) {
            if (!connection.readRequest().head().target().equals("/health")) {
              requests.incrementAndGet();
            }
            connection.send("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\ns1");
          }
        });
  }

  /** Starts with a first server that gives a changing status, and a second that says ok. */
  private void start(Settings settings) throws Exception {
    start(settings, false);
  }

  private void start(Settings settings, boolean backup) throws Exception {
    serveFirst();
    start(
        (routing, backend, server) -> {
          backend.setBalance("first");
          settings.apply(backend);
          backend.server("s2", "http://127.0.0.1:" + second.port()).setBackup(backup);
        });
  }

  private BackendServer first() {
    return router.backend().servers().get(0);
  }

  private void awaitUp(boolean up) {
    await().atMost(Wire.STEP).until(() -> first().isUp() == up);
  }

  private static void check(BackendConfig backend) {
    var check = backend.check();
    check.setUri("/health");
    check.setInterval("50ms");
    check.setTimeout("20s");
    check.setRise(2);
    check.setFall(2);
  }

  @Test
  void serverThatFailsItsChecksGetsNoRequestsUntilItPassesThem() throws Exception {
    start(ServerHealthTest::check);
    await().atMost(Wire.STEP).until(() -> first().health().getChecks() > 0);
    RawClient client = connect();
    assertEquals("s1", client.get("/").readResponse().content());
    status = 503;
    awaitUp(false);
    for (int i = 0; i < 5; i++) assertEquals("ok", client.get("/").readResponse().content());
    status = 200;
    awaitUp(true);
    assertEquals("s1", client.get("/").readResponse().content());
    assertTrue(first().health().getTransitions() >= 2);
  }

  @Test
  void backendWhoseServersAreAllDownAnswersAtOnce() throws Exception {
    start(
        backend -> {
          check(backend);
          backend.setQueueTimeout("50s");
        });
    second.close();
    status = 500;
    await()
        .atMost(Wire.STEP)
        .until(() -> router.backend().servers().stream().noneMatch(BackendServer::isUp));
    assertEquals(503, connect().get("/").readResponse().status());
    status = 200;
    awaitUp(true);
    assertEquals("s1", connect().get("/").readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverWhoseRequestsFailInARowIsSparedForAWhile() throws Exception {
    start(
        backend -> {
          var observe = backend.observe();
          observe.setLayer("layer7");
          observe.setErrorLimit(3);
          observe.setDownTime("4s");
        });
    status = 500;
    RawClient client = connect();
    for (int i = 0; i < 3; i++) assertEquals("s1", client.get("/").readResponse().content());
    assertFalse(first().isUp());
    assertEquals("ok", client.get("/").readResponse().content());
    assertEquals(3, requests.get());
    status = 200;
    awaitUp(true);
    assertEquals("s1", client.get("/").readResponse().content());
  }

  @Test
  void serverThatRefusesConnectionsIsNotTriedByEveryRequest() throws Exception {
    start(
        backend -> {
          var observe = backend.observe();
          observe.setErrorLimit(2);
          observe.setDownTime("50s");
        });
    upstream.close();
    RawClient client = connect();
    for (int i = 0; i < 10; i++) assertEquals("ok", client.get("/").readResponse().content());
    assertFalse(first().isUp());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void breakerOpensOnTheShareOfErrorsAndClosesWhenAProbeSucceeds() throws Exception {
    start(
        backend -> {
          var breaker = backend.circuitBreaker();
          breaker.setErrorRatio(50);
          breaker.setMinimumRequests(4);
          breaker.setOpenTime("4s");
        });
    RawClient client = connect();
    for (int i = 0; i < 2; i++) assertEquals("s1", client.get("/").readResponse().content());
    status = 500;
    for (int i = 0; i < 2; i++) assertEquals("s1", client.get("/").readResponse().content());
    assertEquals(CircuitBreaker.State.OPEN, first().circuitBreaker().state());
    assertEquals("ok", client.get("/").readResponse().content());
    status = 200;
    // A probe, when the time has come.
    await().atMost(Wire.STEP).until(() -> client.get("/").readResponse().content().equals("s1"));
    assertEquals(CircuitBreaker.State.CLOSED, first().circuitBreaker().state());
    assertEquals("s1", client.get("/").readResponse().content());
  }

  @Test
  void breakerThatOpensAgainLeavesTheRequestsToTheBackup() throws Exception {
    start(
        backend -> {
          var breaker = backend.circuitBreaker();
          breaker.setMinimumRequests(1);
          breaker.setOpenTime("200ms");
          backend.setQueueTimeout("50s");
        },
        true);
    status = 500;
    RawClient client = connect();
    assertEquals("s1", client.get("/").readResponse().content());
    int probes = requests.get();
    await()
        .atMost(Wire.STEP)
        .until(
            () -> {
              int answer = client.get("/").readResponse().status();
              assertTrue(answer == 200 || answer == 500, "status " + answer);
              return requests.get() >= probes + 3;
            });
    assertTrue(second.connections() > 0);
  }

  @Test
  void onlyServerIsAskedAgainWhenItsBreakerHasOpenedAgain() throws Exception {
    start(
        (routing, backend, server) -> {
          var breaker = backend.circuitBreaker();
          breaker.setMinimumRequests(1);
          breaker.setOpenTime("200ms");
          backend.setQueueTimeout("50s");
        });
    serveFirst();
    status = 500;
    RawClient client = connect();
    assertEquals("s1", client.get("/").readResponse().content());
    // The first probe fails, too.
    await().atMost(Wire.STEP).until(() -> client.get("/").readResponse().status() == 500);
    status = 200;
    await().atMost(Wire.STEP).until(() -> client.get("/").readResponse().status() == 200);
  }

  @Test
  void probeWhoseClientLeavesIsFollowedByAnother() throws Exception {
    start(
        backend -> {
          var breaker = backend.circuitBreaker();
          breaker.setMinimumRequests(1);
          breaker.setOpenTime("300ms");
        });
    status = 500;
    RawClient client = connect();
    assertEquals("s1", client.get("/").readResponse().content());
    status = 200;
    for (int i = 0; i < 20; i++) {
      RawClient leaver = connect().get("/");
      leaver.leave(Wire.End.RESET);
    }
    await().atMost(Wire.STEP).until(() -> client.get("/").readResponse().content().equals("s1"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void serverThatHasComeUpGetsAGrowingShare() throws Exception {
    start(
        backend -> {
          check(backend);
          backend.setSlowStart("8s");
        });
    int whole = first().weight();
    status = 500;
    awaitUp(false);
    status = 200;
    awaitUp(true);
    assertTrue(first().weight() < whole, "all of its share at once");
    await().atMost(Wire.STEP).until(() -> first().weight() == whole);
  }
}
