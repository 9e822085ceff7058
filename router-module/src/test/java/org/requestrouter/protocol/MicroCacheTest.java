package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are answered from what is kept for a short time. */
class MicroCacheTest extends CoalescingProtocolTest {
  private final AtomicInteger requests = new AtomicInteger();

  @AfterEach
  void giveBackWhatIsKept() {
    router.clearCache();
  }

  /** Answers each request with its number. */
  private void serveNumbers(String... fields) throws IOException {
    upstream.serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            connection.send(response("n" + requests.incrementAndGet(), fields));
          }
        });
  }

  private static String status(Message response) {
    return response.head().list("Cache-Status");
  }

  /** Repeats the request until the answer is as expected. */
  private Message awaitAnswer(RawClient client, String target, Predicate<Message> expected) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Wire.STEP)
        .until(() -> client.get(target).readResponse(), expected);
  }

  @Test
  void laterRequestIsAnsweredFromWhatIsKept() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers("X-A: b");
    RawClient client = connect();
    Message first = client.get("/poll").readResponse();
    assertEquals("n1", first.content());
    assertTrue(status(first).matches("request-router; fwd=uri-miss; stored; ttl=9"), status(first));
    Message second = connect().get("/poll").readResponse();
    assertEquals("n1", second.content());
    assertEquals(List.of("b"), second.head().values("X-A"));
    assertTrue(second.head().has("Age"));
    assertTrue(status(second).matches("request-router; hit; ttl=[0-9]"), status(second));
    assertEquals(1, requests.get());
    await().atMost(SOON).until(() -> router.counter("backend.b.cacheHits") == 1);
    await().atMost(SOON).until(() -> router.counter("backend.b.responses.2xx") == 2);
  }

  @Test
  void requestWithAnotherKeyIsNot() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("10s");
          coalesce.setKeyFields("X-Key");
        });
    serveNumbers();
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    assertEquals("n2", client.get("/poll?a").readResponse().content());
    assertEquals("n3", client.get("/poll", "X-Key: 1").readResponse().content());
    assertEquals("n3", client.get("/poll", "X-Key: 1").readResponse().content());
    assertEquals("n1", client.get("/poll").readResponse().content());
  }

  @Test
  void responseThatVariesIsKeptForEachVariant() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers("Vary: Accept-Language");
    RawClient client = connect();
    String english = "Accept-Language: en";
    String german = "Accept-Language: de";
    assertEquals("n1", client.get("/poll", english).readResponse().content());
    Message other = client.get("/poll", german).readResponse();
    assertEquals("n2", other.content());
    assertTrue(status(other).contains("fwd=vary-miss"), status(other));
    assertEquals("n1", client.get("/poll", english).readResponse().content());
    assertEquals("n2", client.get("/poll", german).readResponse().content());
  }

  @Test
  void conditionalRequestIsAnsweredFromWhatIsKept() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers("ETag: \"v\"");
    RawClient client = connect();
    assertEquals(200, client.get("/poll").readResponse().status());
    Message unmodified = client.get("/poll", "If-None-Match: \"v\"").readResponse();
    assertEquals(304, unmodified.status());
    assertEquals("n1", client.get("/poll", "If-None-Match: \"w\"").readResponse().content());
    assertEquals(1, requests.get());
  }

  @Test
  void privateResponseIsNotKept() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers("Cache-Control: private, max-age=60");
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    assertEquals("n2", client.get("/poll").readResponse().content());
  }

  @Test
  void serversOwnLimitEndsItSooner() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers("Cache-Control: max-age=1");
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    awaitAnswer(client, "/poll", response -> response.content().equals("n2"));
  }

  @Test
  void staleResponseAnswersWhileItIsFetchedAnew() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("100ms");
          coalesce.setStaleWhileRevalidate("1m");
        });
    serveNumbers();
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    Message stale = awaitAnswer(client, "/poll", response -> status(response).contains("ttl=-"));
    assertTrue(status(stale).contains("; hit;"), status(stale));
    awaitAnswer(client, "/poll", response -> !response.content().equals(stale.content()));
  }

  @Test
  void staleResponseAnswersInPlaceOfAFailure() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("100ms");
          coalesce.setStaleIfError("1m");
        });
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          int number = requests.incrementAndGet();
          if (number == 1) {
            connection.send(response("n1", "Connection: close"));
          } else if (number % 2 == 0) {
            connection.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
          }
        });
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    Message instead =
        awaitAnswer(client, "/poll", response -> status(response).contains("fwd-status=503"));
    assertEquals(200, instead.status());
    assertEquals("n1", instead.content());
    Message unanswered = client.get("/poll").readResponse();
    assertEquals(200, unanswered.status());
    assertEquals("n1", unanswered.content());
    assertTrue(status(unanswered).contains("fwd=stale"), status(unanswered));
  }

  @Test
  void staleResponseIsNotUsedInsteadOfAFailureIfItsServerForbidsThat() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("100ms");
          coalesce.setStaleIfError("1m");
        });
    upstream.serve(
        (connection, index) -> {
          connection.readRequest();
          if (requests.incrementAndGet() == 1) {
            String forbids = "Cache-Control: max-age=9, must-revalidate";
            connection.send(response("n1", forbids, "Connection: close"));
          }
        });
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    Message failure = awaitAnswer(client, "/poll", response -> response.status() != 200);
    assertEquals(502, failure.status());
  }

  @Test
  void staleResponseIsValidated() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("100ms");
          coalesce.setStaleIfError("1m");
        });
    AtomicInteger validations = new AtomicInteger();
    upstream.serve(
        (connection, index) -> {
          while (true) {
            if (connection.readRequest().head().has("If-None-Match")) {
              validations.incrementAndGet();
              connection.send("HTTP/1.1 304 Not Modified\r\nETag: \"v\"\r\nX-New: yes\r\n\r\n");
            } else {
              connection.send(response("n" + requests.incrementAndGet(), "ETag: \"v\""));
            }
          }
        });
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    Message validated = awaitAnswer(client, "/poll", response -> response.head().has("X-New"));
    assertEquals(200, validated.status());
    assertEquals("n1", validated.content());
    assertTrue(status(validated).contains("fwd=stale; fwd-status=304; stored"), status(validated));
    assertEquals(1, requests.get());
    assertTrue(validations.get() > 0);
  }

  @Test
  void requestThatChangesTheTargetEndsWhatIsKept() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers();
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    client.request("POST /poll", "Content-Length: 0");
    assertEquals("n2", client.readResponse("POST").content());
    assertEquals("n3", client.get("/poll").readResponse().content());
  }

  @Test
  void manyRequestsAfterEachOtherReachTheServerOncePerPeriod() throws Exception {
    startCoalescing(
        coalesce -> {
          coalesce.setMicroCache("10s");
          coalesce.setIgnoredParameters("_");
        });
    serveNumbers();
    RawClient client = connect();
    for (int i = 0; i < 200; i++) client.get("/poll?_=" + i);
    for (int i = 0; i < 200; i++) assertEquals("n1", client.readResponse().content());
    assertEquals(1, requests.get());
  }

  @Test
  void clearedCacheAsksAgain() throws Exception {
    startCoalescing(coalesce -> coalesce.setMicroCache("10s"));
    serveNumbers();
    RawClient client = connect();
    assertEquals("n1", client.get("/poll").readResponse().content());
    router.clearCache();
    assertEquals("n2", client.get("/poll").readResponse().content());
  }
}
