package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RulesText;
import org.requestrouter.config.RoutingConfig;

/**
 * Preflights cost next to nothing, are checked like all requests, and follow the rules in force.
 */
class PreflightTest extends ProtocolTest {
  private static final String SCRIPT = "Origin: https://app.example.test";

  @TempDir private Path directory;

  private static void declare(RoutingConfig routing) {
    routing.crossOrigin("p").setAllowedOrigins("https://app.example.test");
    routing.useBackend("b").setCrossOrigin("p");
  }

  @Test
  void aPreflightBringsNoRequestPastTheChecks() throws Exception {
    start((routing, backend, server) -> declare(routing));
    RawClient client = connect();
    client.send(
        "OPTIONS / HTTP/1.1\r\nHost: test\r\n"
            + SCRIPT
            + "\r\nAccess-Control-Request-Method: GET\r\nExpect: nonsense\r\n\r\n");
    Head refused = client.readResponse("OPTIONS").head();
    assertEquals(417, refused.status());
    assertEquals("close", refused.list("Connection"));
    client.awaitEnd(SOON);
  }

  /** Neither a server nor another thread has to do with it, so it takes no time worth a test. */
  @Test
  void aPreflightIsAnsweredByTheThreadThatHasReadIt() throws Exception {
    Assumptions.assumeTrue(door != Door.WEBAPP, "an ordinary context dispatches every request");
    start(
        (routing, backend, server) -> declare(routing),
        (server, router) -> ((QueuedThreadPool) server.getThreadPool()).setReservedThreads(0));
    RawClient client = connect();
    preflight(client);
    QueuedThreadPool threads = (QueuedThreadPool) router.server().getThreadPool();
    CountDownLatch release = new CountDownLatch(1);
    try {
      // More than there are threads: those that are left in the queue show that none is free.
      for (int i = 0; i < threads.getMaxThreads(); i++) {
        threads.execute(() -> awaitUninterrupted(release));
      }
      await().atMost(Wire.STEP).until(() -> areAllTaken(threads));
      preflight(client);
      assertTrue(areAllTaken(threads));
    } finally {
      release.countDown();
    }
    assertEquals(0, upstream.connections());
  }

  private static boolean areAllTaken(QueuedThreadPool threads) {
    return threads.getThreads() == threads.getMaxThreads()
        && threads.getIdleThreads() == 0
        && threads.getQueueSize() > 0;
  }

  private static void awaitUninterrupted(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
  }

  private static void preflight(RawClient client) throws IOException {
    client.request("OPTIONS /", SCRIPT, "Access-Control-Request-Method: GET");
    Head head = client.readResponse("OPTIONS").head();
    assertEquals(200, head.status());
    assertEquals("https://app.example.test", head.list("Access-Control-Allow-Origin"));
  }

  private RulesText rules(String origins, String backend) {
    return new RulesText()
        .line("<Call name='crossOrigin'><Arg>p</Arg>" + set("allowedOrigins", origins) + "</Call>")
        .backend("b", server("s1", upstream.port()))
        .use(backend, null, set("crossOrigin", "p"));
  }

  private List<CrossOriginHandler> policies() {
    return List.copyOf(router.server().getContainedBeans(CrossOriginHandler.class));
  }

  @Test
  void aReloadPutsAnotherPolicyInForceOrNothing() throws Exception {
    Path file = rules("https://app.example.test", "b").writeTo(directory.resolve("rules.xml"));
    router = RouterFixture.start(door, file);
    RawClient client = connect();
    preflight(client);
    rules("https://other.example.test", "nowhere").writeTo(file);
    assertThrows(IllegalArgumentException.class, router::reload);
    preflight(client);
    assertEquals(1, policies().size());
    Object before = policies().get(0);
    rules("https://*.example.test", "b").writeTo(file);
    router.reload();
    preflight(client);
    assertEquals(1, policies().size());
    assertFalse(policies().contains(before));
    rules("https://other.example.test", "b").writeTo(file);
    router.reload();
    client.request("OPTIONS /", SCRIPT, "Access-Control-Request-Method: GET");
    assertFalse(client.readResponse("OPTIONS").head().has("Access-Control-Allow-Origin"));
  }
}
