package org.requestrouter.examples.pubsub;

import static java.net.http.HttpResponse.BodyHandlers.ofLines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event streams and WebSockets of the PubSub server. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private PubSubServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PubSubServer(Settings.defaults().withPort(0)).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private BufferedReader stream(Socket socket, String fields) throws IOException {
    String request = "GET /events/news HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Reads on until that line, and fails if the stream ends before. */
  private static void awaitLine(BufferedReader lines, String expected) throws IOException {
    String line;
    do {
      line = lines.readLine();
      assertTrue(line != null, "no line: " + expected);
    } while (!line.equals(expected));
  }

  private String publish(String text) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/publish/news");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(text)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void everyMessageIsAnEvent() throws Exception {
    try (Socket socket = connect()) {
      BufferedReader lines = stream(socket, "");
      awaitLine(lines, "Content-Type: text/event-stream");
      awaitLine(lines, "retry: 1000");
      for (int i = 0; i < 20; i++) publish("message " + i + "\nsecond line");
      for (int i = 0; i < 20; i++) {
        awaitLine(lines, "data: message " + i);
        awaitLine(lines, "data: second line");
      }
    }
  }

  @Test
  void whoComesBackGetsWhatWasMissed() throws Exception {
    String first = publish("first");
    publish("second");
    String id = first.replaceAll("\\{\"id\":(\\d+).*", "$1");
    try (Socket socket = connect()) {
      awaitLine(stream(socket, "Last-Event-ID: " + id + "\r\n"), "data: second");
    }
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/events/news?after=" + id);
    try (Stream<String> lines =
        client.send(HttpRequest.newBuilder(uri).build(), ofLines()).body()) {
      assertEquals(
          List.of("data: second"), lines.filter(line -> line.startsWith("data")).limit(1).toList());
    }
  }

  @Test
  void clientThatLeavesIsForgotten() throws Exception {
    try (Socket socket = connect()) {
      awaitLine(stream(socket, ""), "retry: 1000");
      await().atMost(20, TimeUnit.SECONDS).until(() -> server.waiting("news") == 1);
    }
    await().atMost(20, TimeUnit.SECONDS).until(() -> server.waiting("news") == 0);
  }

  @Test
  void whatASocketSaysComesBackAndIsPublished() throws Exception {
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return null;
          }
        };
    try (Socket socket = connect()) {
      BufferedReader lines = stream(socket, "");
      awaitLine(lines, "retry: 1000");
      WebSocket webSocket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/socket/news"), listener)
              .get(20, TimeUnit.SECONDS);
      webSocket.sendText("grüße", true).get(20, TimeUnit.SECONDS);
      assertEquals("grüße", texts.poll(20, TimeUnit.SECONDS));
      awaitLine(lines, "data: grüße");
      webSocket.abort();
    }
  }
}
