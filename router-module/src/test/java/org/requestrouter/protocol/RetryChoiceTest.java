package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.requestrouter.config.BackendConfig;

/** What is tried on another server, as the operator wants it and as the request allows it. */
class RetryChoiceTest extends ProtocolTest {
  private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";

  private final AtomicInteger refusals = new AtomicInteger();
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

  /** Starts with a first server that answers so, and a second that says ok. */
  private void start(String answer, Settings settings) throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setBalance("first");
          settings.apply(backend);
          backend.server("s2", "http://127.0.0.1:" + second.port());
        });
    upstream.serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            refusals.incrementAndGet();
            connection.send(answer);
          }
        });
  }

  @Test
  void chosenStatusIsRetriedOnAnotherServer() throws Exception {
    start(BUSY, backend -> backend.setRetryOn("503"));
    RawClient client = connect();
    for (int i = 1; i <= 10; i++) {
      assertEquals("ok", client.get("/").readResponse().content());
      assertEquals(i, refusals.get());
    }
  }

  @Test
  void statusThatIsNotChosenIsRelayed() throws Exception {
    start(BUSY, backend -> backend.setRetryOn("502 504"));
    assertEquals("busy", connect().get("/").readResponse().content());
  }

  @Test
  void statusIsRelayedWhenNoOtherServerIsLeft() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setRetryOn("all-retryable-errors");
        });
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          connection.send(BUSY);
        });
    assertEquals("busy", connect().get("/").readResponse().content());
  }

  @Test
  void statusIsRelayedWhenAllServersGiveIt() throws Exception {
    start(
        (routing, backend, server) -> {
          backend.setRetryOn("503");
          backend.server("s2", "http://127.0.0.1:" + upstream.port());
        });
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          refusals.incrementAndGet();
          connection.send(BUSY);
        });
    assertEquals("busy", connect().get("/").readResponse().content());
    assertEquals(2, refusals.get());
  }

  @Test
  void postIsNotRetriedForAStatus() throws Exception {
    start(BUSY, backend -> backend.setRetryOn("503"));
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hello");
    assertEquals("busy", client.readResponse().content());
    assertEquals(1, refusals.get());
  }

  @Test
  void uploadWhoseMethodIsIdempotentIsNotRetriedForAStatus() throws Exception {
    start(BUSY, backend -> backend.setRetryOn("503"));
    RawClient client = connect().request("PUT /", "Content-Length: 5");
    client.send("hello");
    assertEquals("busy", client.readResponse().content());
  }

  @Test
  void brokenResponseIsRetriedIfChosen() throws Exception {
    start("junk\r\n\r\n", backend -> backend.setRetryOn("junk-response"));
    assertEquals("ok", connect().get("/").readResponse().content());
  }

  @Test
  void brokenResponseIsNotRetriedByDefault() throws Exception {
    start("junk\r\n\r\n", backend -> {});
    assertEquals(502, connect().get("/").readResponse().status());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void silenceIsRetriedIfChosen() throws Exception {
    start(
        "",
        backend -> {
          backend.setServerTimeout("3s");
          backend.setRetryOn("response-timeout");
        });
    assertEquals("ok", connect().get("/").readResponse().content());
  }

  @Test
  void silenceIsNotRetriedByDefault() throws Exception {
    start("", backend -> backend.setServerTimeout("300ms"));
    assertEquals(504, connect().get("/").readResponse().status());
  }

  @Test
  void failureToConnectIsNotRetriedIfNotChosen() throws Exception {
    start(BUSY, backend -> backend.setRetryOn("none"));
    upstream.close();
    assertEquals(503, connect().get("/").readResponse().status());
  }

  @Test
  void failureToConnectIsRetriedByDefaultWithItsContent() throws Exception {
    start(BUSY, backend -> {});
    upstream.close();
    RawClient client = connect().request("POST /", "Content-Length: 5");
    client.send("hello");
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void retriesEndWithTheBudget() throws Exception {
    start(
        BUSY,
        backend -> {
          backend.setRetryOn("503");
          backend.setRetryBudget(0);
        });
    RawClient client = connect();
    int relayed = 0;
    for (int i = 0; i < 200; i++) if (client.get("/").readResponse().status() == 503) relayed++;
    // Ten a second are free, and the two hundred take less than some seconds.
    assertEquals(200, refusals.get());
    assertEquals(true, relayed > 0, "none was relayed");
  }
}
