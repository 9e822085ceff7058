package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.requestrouter.exchange.Upstream;

/** Requests that Jetty's proxy carries while the configuration is loaded anew. */
class JettyProxyReloadTest extends CarrierTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();

  private void startWithPolls() throws Exception {
    start(
        (request, response, callback) -> {
          if (request.getHttpURI().getPath().equals("/poll")) {
            held.add(() -> Content.Sink.write(response, true, "polled", callback));
          } else {
            Content.Sink.write(response, true, "ok", callback);
          }
        });
  }

  private Upstream upstream() {
    return router.backend().servers().get(0).upstream();
  }

  private int proxies() {
    return router.router().getBean(JettyProxies.class).getBeans().size();
  }

  private static void assertAnswered(String content, Client client) throws Exception {
    assertEquals(content, client.content(client.head()));
  }

  @Test
  void heldPollOfAServerWithOtherTimeoutsIsAnsweredAndThenItsProxyIsStopped() throws Exception {
    startWithPolls();
    Client poll = connect().request("GET /poll");
    Runnable release = held.poll(10, TimeUnit.SECONDS);
    Upstream before = upstream();

    backend().setConnectTimeout("2s");
    router.router().reload();

    assertNotSame(before, upstream());
    assertEquals(2, proxies());
    assertAnswered("ok", connect().request("GET /next"));
    release.run();
    assertAnswered("polled", poll);
    await().atMost(LONG).until(() -> proxies() == 1);
    assertEquals(1, backEnd.connections());
  }

  @Test
  void heldPollOfAServerThatStaysKeepsItsProxyAndItsConnection() throws Exception {
    startWithPolls();
    Client poll = connect().request("GET /poll");
    Runnable release = held.poll(10, TimeUnit.SECONDS);
    Upstream before = upstream();

    backend().setServerTimeout("9m");
    router.router().reload();

    assertSame(before, upstream());
    release.run();
    assertAnswered("polled", poll);
    assertAnswered("ok", connect().request("GET /next"));
    assertEquals(1, backEnd.connections());
  }

  @Test
  void whatTheProxyKeepsForARemovedServerIsForgotten() throws Exception {
    startWithPolls();
    HttpClient client = ((JettyProxyUpstream) upstream()).proxy().getHttpClient();
    assertAnswered("ok", connect().request("GET /"));
    assertEquals(1, client.getDestinations().size());

    ((JettyProxyUpstream) upstream()).forget();

    assertEquals(0, client.getDestinations().size());
    assertAnswered("ok", connect().request("GET /"));
  }
}
