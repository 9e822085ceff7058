package org.requestrouter.examples.pubsub;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ajax.JSON;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EdgeTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private PubSubServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PubSubServer(Settings.defaults().withPort(0)).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void visitsAreCountedInACookieForOtherSitesToo() throws Exception {
    HttpResponse<String> first = send(request("/edge/visits"));
    assertEquals(Map.of("visits", 1L), json(first));
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.startsWith("visits=1;"), cookie);
    for (String attribute : List.of("SameSite=None", "Secure", "Partitioned")) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    assertEquals(Map.of("visits", 3L), json(send(request("/edge/visits", "Cookie", "visits=2"))));
    assertEquals(Map.of("visits", 1L), json(send(request("/edge/visits", "Cookie", "visits=x"))));
  }

  @Test
  void pollsAndPreflightsAreCounted() throws Exception {
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(
            request("/subscriptions/channel/scores?after=9999999999999999&_=1").build(),
            ofString());
    await().atMost(Duration.ofSeconds(20)).until(() -> server.waiting("scores") == 1);
    send(request("/edge/visits").method("OPTIONS", BodyPublishers.noBody()));
    Map<?, ?> counts = json(send(request("/edge/counts")));
    assertEquals(1L, counts.get("polls"));
    assertEquals(1L, counts.get("waiting"));
    assertEquals(1L, counts.get("preflights"));
    assertTrue((Long) counts.get("last") > 0, counts.toString());
    send(request("/publish/scores").POST(BodyPublishers.ofString("2:1")));
    assertEquals(
        "max-age=10",
        poll.get(20, TimeUnit.SECONDS).headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void whatIsSlowTakesATenthOfASecond() throws Exception {
    long start = System.nanoTime();
    assertEquals(Map.of("millis", 100L), json(send(request("/edge/slow?n=1"))));
    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(100));
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), ofString());
  }

  private static Map<?, ?> json(HttpResponse<String> response) {
    return (Map<?, ?>) new JSON().fromJSON(response.body());
  }
}
