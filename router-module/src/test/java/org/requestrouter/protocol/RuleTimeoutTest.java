package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;

/** Timeouts that a rule has for itself, beside those of its backend. */
class RuleTimeoutTest extends ProtocolTest {

  @BeforeEach
  void oneContextOfTheServletIsEnoughToWaitIn() {
    assumeTrue(door != Door.WEBAPP, "waits alike in any context of the servlet");
  }

  private static RuleConfig slow(RoutingConfig routing) {
    return routing.useBackend("b", "{ path_beg /slow }");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ruleMayBeMorePatientThanItsBackend() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("400ms");
          slow(routing).setServerTimeout("50s");
        });
    RawClient patient = connect().get("/slow");
    Wire server = upstream.accept();
    server.readRequest();
    RawClient impatient = connect().get("/");
    upstream.accept().readRequest();
    assertEquals(504, impatient.readResponse().status());
    patient.expectSilence(Duration.ofMillis(400));
    server.send(RawServer.OK);
    assertEquals("ok", patient.readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ruleMayBeLessPatientThanItsBackendOnAConnectionThatIsReused() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setServerTimeout("50s");
          backend.setKeepAliveTimeout("50s");
          slow(routing).setServerTimeout("300ms");
        });
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    client.get("/slow");
    assertEquals("/slow", server.readRequest().head().target());
    assertEquals(504, client.readResponse().status());
    assertEquals(1, upstream.connections());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ruleMayWaitInTheQueueForAnotherTime() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout("50s");
          server.setMaxConnections(1);
          slow(routing).setQueueTimeout("200ms");
        });
    RawClient first = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    RawClient second = connect().get("/");
    await().atMost(Wire.STEP).until(() -> router.queued() == 1);
    assertEquals(503, connect().get("/slow").readResponse().status());
    assertEquals(1, router.queued());
    server.send(RawServer.OK);
    server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
    assertEquals("ok", second.readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void clientTimeoutOfARuleHoldsForIt() throws Exception {
    start((routing, backend, server) -> slow(routing).setClientTimeout("300ms"));
    upstream.serveOk();
    RawClient client = connect().request("POST /slow", "Content-Length: 5");
    client.send("he");
    assertEquals(408, client.readResponse().status());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void totalTimeoutEndsAWaitForTheHeader() throws Exception {
    start((routing, backend, server) -> slow(routing).setTotalTimeout("3s"));
    RawClient client = connect().get("/slow");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, client.readResponse().status());
    server.awaitEnd(Wire.STEP);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void totalTimeoutEndsAWaitInTheQueue() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setQueueTimeout("50s");
          server.setMaxConnections(1);
          slow(routing).setTotalTimeout("3s");
        });
    RawClient first = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    assertEquals(504, connect().get("/slow").readResponse().status());
    server.send(RawServer.OK);
    assertEquals("ok", first.readResponse().content());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void totalTimeoutCutsAResponseOffThatMakesProgress() throws Exception {
    start((routing, backend, server) -> backend.setTotalTimeout("3s"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
    ContentReader content = client.readResponseHead(200);
    String part = content.truncated();
    assertTrue(part.startsWith("x"), part);
    server.awaitEnd(Wire.STEP);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exchangeThatEndsInTimeIsNotTouchedByItsTotalTimeout() throws Exception {
    start((routing, backend, server) -> backend.setTotalTimeout("4s"));
    upstream.serveOk();
    RawClient client = connect();
    for (int i = 0; i < 3; i++) {
      assertEquals(200, client.get("/").readResponse().status());
      client.expectSilence(Duration.ofMillis(1500));
    }
  }
}
