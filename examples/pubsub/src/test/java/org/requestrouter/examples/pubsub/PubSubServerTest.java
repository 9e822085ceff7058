package org.requestrouter.examples.pubsub;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.ajax.JSON;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PubSubServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private PubSubServer server;

  private void start(Settings settings) throws Exception {
    server = new PubSubServer(settings.withPort(0)).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void allWaitersReceiveAPublishedMessageAndThePublisherTheirNumber() throws Exception {
    start(Settings.defaults());
    List<CompletableFuture<HttpResponse<String>>> polls =
        IntStream.range(0, 50).mapToObj(i -> subscribe("news")).toList();
    awaitWaiting("news", 50);

    Map<?, ?> answer = json(publish("news", "hello"));

    assertEquals(50L, answer.get("receivers"));
    for (CompletableFuture<HttpResponse<String>> poll : polls) {
      HttpResponse<String> response = poll.get(10, TimeUnit.SECONDS);
      assertEquals(200, response.statusCode());
      assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
      assertEquals(Map.of("id", answer.get("id"), "data", "hello"), json(response));
    }
    assertEquals(0, server.waiting("news"));
  }

  @Test
  void messagesOfOtherChannelsAreNotReceived() throws Exception {
    start(Settings.defaults());
    CompletableFuture<HttpResponse<String>> poll = subscribe("a");
    awaitWaiting("a", 1);
    assertEquals(0L, json(publish("b", "for b")).get("receivers"));
    assertEquals(1L, json(publish("a", "for a")).get("receivers"));
    assertEquals("for a", json(poll.get(10, TimeUnit.SECONDS)).get("data"));
  }

  @Test
  void messagesPublishedBetweenTwoPollsAreGivenInOrder() throws Exception {
    start(Settings.defaults());
    for (String data : List.of("one", "two", "three")) {
      publish("news", data);
    }
    List<Object> received = new ArrayList<>();
    Object last = 0;
    for (int i = 0; i < 3; i++) {
      Map<?, ?> message = json(subscribe("news?after=" + last).get(10, TimeUnit.SECONDS));
      received.add(message.get("data"));
      last = message.get("id");
    }
    assertEquals(List.of("one", "two", "three"), received);

    CompletableFuture<HttpResponse<String>> next = subscribe("news?after=" + last);
    awaitWaiting("news", 1);
    publish("news", "four");
    assertEquals("four", json(next.get(10, TimeUnit.SECONDS)).get("data"));
  }

  @Test
  void aChannelRemembersOnlyItsLastMessages() throws Exception {
    start(Settings.defaults().withMemory(2));
    for (String data : List.of("one", "two", "three")) {
      publish("news", data);
    }
    assertEquals("two", json(subscribe("news?after=0").get(10, TimeUnit.SECONDS)).get("data"));
  }

  @Test
  void aWaiterIsSentAwayWith204AfterTheHold() throws Exception {
    start(Settings.defaults().withHold(Duration.ofMillis(300)));
    HttpResponse<String> response = subscribe("news").get(10, TimeUnit.SECONDS);
    assertEquals(204, response.statusCode());
    assertEquals("", response.body());
    assertEquals(0, server.waiting("news"));
  }

  @Test
  void aLeavingClientIsDroppedFromTheWaiters() throws Exception {
    start(Settings.defaults());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(rawPoll("news"));
      awaitWaiting("news", 1);
    }
    awaitWaiting("news", 0);
    assertEquals(0L, json(publish("news", "to nobody")).get("receivers"));
  }

  @Test
  void aClientThatLeavesInItsSecondPollOfAConnectionIsDroppedToo() throws Exception {
    start(Settings.defaults());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(rawPoll("news"));
      awaitWaiting("news", 1);
      publish("news", "first");
      readUntil(socket, "\"first\"}");
      socket.getOutputStream().write(rawPoll("news"));
      awaitWaiting("news", 1);
    }
    awaitWaiting("news", 0);
  }

  @Test
  void aPollPipelinedBehindAWaitingOneIsServedAfterIt() throws Exception {
    start(Settings.defaults());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(rawPoll("a"));
      awaitWaiting("a", 1);
      socket.getOutputStream().write(rawPoll("b"));
      publish("a", "first");
      readUntil(socket, "\"first\"}");
      awaitWaiting("b", 1);
      publish("b", "second");
      readUntil(socket, "\"second\"}");
    }
  }

  @Test
  void pollsOnAKeptConnectionNeverStall() throws Exception {
    start(Settings.defaults());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      for (int i = 0; i < 1000; i++) {
        socket.getOutputStream().write(rawPoll("news"));
        awaitWaitingSpinning("news");
        publish("news", "message " + i);
        readUntil(socket, "\"message " + i + "\"}");
      }
    }
  }

  @Test
  void contentOfAnyKindArrivesAsItWasSent() throws Exception {
    start(Settings.defaults());
    String data = "\u0000 \"quoted\" \\ \n \u2028 \u00e4 \ud83d\ude00 </script>";
    publish("news", data);
    assertEquals(data, json(subscribe("news?after=0").get(10, TimeUnit.SECONDS)).get("data"));
  }

  @Test
  void tooLargeAMessageIsRefused() throws Exception {
    start(Settings.defaults());
    assertEquals(413, publish("news", "x".repeat(PublishHandler.MAX_CONTENT + 1)).statusCode());
    assertEquals(200, publish("news", "x".repeat(PublishHandler.MAX_CONTENT)).statusCode());
  }

  @Test
  void whatIsNotPartOfTheProtocolIsRefused() throws Exception {
    start(Settings.defaults());
    assertEquals(400, get("/subscriptions/channel/news?after=yesterday").statusCode());
    assertEquals(404, get("/subscriptions/channel/a/b").statusCode());
    assertEquals(404, get("/").statusCode());
    assertEquals(405, get("/publish/news").statusCode());
    HttpRequest post =
        HttpRequest.newBuilder(uri("/subscriptions/channel/news"))
            .POST(BodyPublishers.noBody())
            .build();
    assertEquals(405, client.send(post, ofString()).statusCode());
  }

  @Test
  void manyWaitersNeedNoThreads() throws Exception {
    start(Settings.defaults());
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.getOutputStream().write(rawPoll("news"));
      }
      awaitWaiting("news", 500);
      assertEquals(500L, json(publish("news", "to all")).get("receivers"));
      for (Socket socket : sockets) {
        readUntil(socket, "\"to all\"}");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    awaitWaiting("news", 0);
  }

  private void awaitWaiting(String channel, int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> server.waiting(channel) == count);
  }

  private void awaitWaitingSpinning(String channel) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofNanos(50_000))
        .until(() -> server.waiting(channel) == 1);
  }

  private URI uri(String pathQuery) {
    return URI.create("http://127.0.0.1:" + server.port() + pathQuery);
  }

  private HttpResponse<String> get(String pathQuery) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(pathQuery)).build(), ofString());
  }

  private CompletableFuture<HttpResponse<String>> subscribe(String channel) {
    URI uri = uri("/subscriptions/channel/" + channel);
    return client.sendAsync(HttpRequest.newBuilder(uri).build(), ofString());
  }

  private HttpResponse<String> publish(String channel, String data) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/publish/" + channel))
            .POST(BodyPublishers.ofString(data))
            .build(),
        ofString());
  }

  private static Map<?, ?> json(HttpResponse<String> response) {
    return (Map<?, ?>) new JSON().fromJSON(response.body());
  }

  private static byte[] rawPoll(String channel) {
    return ("GET /subscriptions/channel/" + channel + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(UTF_8);
  }

  private static void readUntil(Socket socket, String end) throws Exception {
    socket.setSoTimeout(10_000);
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith(end)) {
      int b = socket.getInputStream().read();
      assertTrue(b >= 0, () -> "connection closed after " + read);
      read.append((char) b);
    }
  }
}
