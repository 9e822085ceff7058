package org.requestrouter.examples.demo;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process, with the packaged base. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Integer> ports = new TreeMap<>();
  @TempDir private Path directory;
  private Process demo;
  private Path output;

  @AfterEach
  void stop() {
    demo.descendants().forEach(ProcessHandle::destroy);
    demo.destroy();
  }

  @Test
  void theDemoRunsOnTheChosenPortsAndStopsCleanly() throws Exception {
    choosePorts();
    start();
    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("Ctrl-C stops"));
    String url = "http://127.0.0.1:" + ports.get("demo.port");
    assertTrue(output().contains("http://localhost:" + ports.get("demo.port") + "/chat/"));
    assertTrue(get(url + "/").body().contains("<title>Notes"));
    assertTrue(get(url + "/chat/").body().contains("<title>Chat"));
    assertTrue(output().contains("/chat/live.html"));
    assertTrue(get(url + "/chat/live.html").body().contains("<title>Live"));
    assertTrue(output().contains("/chat/edge.html"));
    assertTrue(get(url + "/chat/edge.html").body().contains("<title>Edge"));
    HttpRequest publish =
        HttpRequest.newBuilder(URI.create(url + "/publish/news"))
            .POST(BodyPublishers.ofString("hello"))
            .build();
    assertEquals(200, client.send(publish, ofString()).statusCode());
    assertTrue(get(url + "/subscriptions/channel/news?after=0").body().contains("hello"));

    List<ProcessHandle> children = demo.descendants().toList();
    assertEquals(3, children.size());
    demo.destroy();
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertTrue(output().endsWith("The demo has stopped.\n"), this::output);
    assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
    assertDoesNotThrow(() -> Ports.requireFree("127.0.0.1", ports));
  }

  @Test
  void aPortInUseIsToldBeforeAnythingStarts() throws Exception {
    choosePorts();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.put("demo.pubsub.port", taken.getLocalPort());
      start();
      assertTrue(demo.waitFor(30, TimeUnit.SECONDS));
    }
    assertEquals(1, demo.exitValue());
    assertTrue(output().contains("-Ddemo.pubsub.port=N"), this::output);
    assertEquals(1, output().lines().count(), this::output);
  }

  @Test
  void theEndOfABackEndEndsTheDemoAndIsTold() throws Exception {
    choosePorts();
    start();
    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("Ctrl-C stops"));
    demo.children().findFirst().orElseThrow().destroyForcibly();
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, demo.exitValue());
    assertTrue(output().contains(" has ended; the end of "), this::output);
    assertTrue(output().endsWith("The demo has stopped.\n"), this::output);
  }

  private void choosePorts() throws Exception {
    List<ServerSocket> sockets = new ArrayList<>();
    for (String property : List.of("demo.port", "demo.notes.port", "demo.pubsub.port")) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.put(property, socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  private void start() throws Exception {
    output = directory.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    ports.forEach((property, port) -> command.add("-D" + property + "=" + port));
    for (String property : List.of("demo.home", "demo.base")) {
      command.add("-D" + property + "=" + System.getProperty(property));
    }
    command.add("-Ddemo.logs=" + directory.resolve("logs"));
    command.add(Demo.class.getName());
    demo =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  private String output() {
    return assertDoesNotThrow(() -> Files.readString(output, UTF_8));
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), ofString());
  }
}
