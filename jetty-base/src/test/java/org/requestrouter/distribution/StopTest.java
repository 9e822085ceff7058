package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Jetty that is told to stop, and servers that are told to drain, from outside. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
  private static final int POLLS = 20;
  private static final int STOP_TIMEOUT_SECONDS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The exit status of Java after SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir private Path directory;

  private Path rules(int port) throws IOException {
    return Configurations.demoRules().withPorts(port, port).writeTo(directory.resolve("rules.xml"));
  }

  private static Socket connect(JettyProcess jetty) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), jetty.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static Socket get(JettyProcess jetty, String path) throws IOException {
    Socket socket = connect(jetty);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(Programs.CHARSET));
    return socket;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new AssertionError("ended in: " + head);
      }
      head.append((char) read);
    }
    return head.toString();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void stopRefusesPollsAndFinishesADownload(Door door) throws Exception {
    JettyBase base = door.base(directory).copyTo(directory.resolve("graceful"));
    base.run("--add-modules=graceful");
    try (HoldingBackEnd backEnd = new HoldingBackEnd();
        JettyProcess jetty =
            base.start(
                    "request-router.rules=" + rules(backEnd.port()),
                    "request-router.stopHold=1s",
                    "jetty.server.stopTimeout=" + STOP_TIMEOUT_SECONDS * 1000)
                .awaitStarted()) {
      List<Socket> polls = new ArrayList<>();
      for (int i = 0; i < POLLS; i++) {
        polls.add(get(jetty, "/poll" + i));
      }
      await().atMost(PATIENCE).until(() -> backEnd.held() == POLLS);
      Socket download = get(jetty, "/download");
      assertTrue(head(download.getInputStream()).startsWith("HTTP/1.1 200 "));
      byte[] first = download.getInputStream().readNBytes(HoldingBackEnd.HALF);

      long begin = System.nanoTime();
      jetty.terminate();
      for (Socket poll : polls) {
        assertRefused(poll);
      }
      assertClosedPort(jetty);
      backEnd.sendSecondHalf();
      byte[] second = download.getInputStream().readNBytes(HoldingBackEnd.HALF);
      assertEquals(-1, download.getInputStream().read());
      download.close();

      assertEquals(TERMINATED, jetty.awaitExit());
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      assertTrue(seconds < STOP_TIMEOUT_SECONDS / 2, seconds + " seconds");
      assertArrayEquals(HoldingBackEnd.half(0), first);
      assertArrayEquals(HoldingBackEnd.half(1), second);
    }
  }

  private static void assertRefused(Socket poll) throws IOException {
    try (poll) {
      String head = head(poll.getInputStream());
      assertTrue(head.startsWith("HTTP/1.1 503 "), head);
      assertTrue(head.contains("\r\nRetry-After: 1\r\n"), head);
      assertTrue(head.contains("\r\nConnection: close\r\n"), head);
      poll.getInputStream().readAllBytes();
    }
  }

  private static void assertClosedPort(JettyProcess jetty) throws IOException {
    try (Socket late = connect(jetty)) {
      throw new AssertionError("connected: " + late);
    } catch (ConnectException expected) {
      // As with any server that has stopped.
    }
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void stopWithoutTheModuleGracefulDoesNotWait(Door door) throws Exception {
    try (HoldingBackEnd backEnd = new HoldingBackEnd();
        JettyProcess jetty =
            door.base(directory)
                .start(
                    "request-router.rules=" + rules(backEnd.port()), "request-router.stopHold=1h")
                .awaitStarted();
        Socket poll = get(jetty, "/poll")) {
      await().atMost(PATIENCE).until(() -> backEnd.held() == 1);
      jetty.terminate();
      assertEquals("", new String(poll.getInputStream().readAllBytes(), Programs.CHARSET));
      assertEquals(TERMINATED, jetty.awaitExit());
    }
  }

  @Test
  void theProgramOfTheDocumentDrainsAServer() throws Exception {
    Path program = Files.writeString(directory.resolve("ServerState.java"), program());
    try (NamedBackEnd notes = new NamedBackEnd("notes");
        JettyProcess jetty =
            JettyBase.packaged()
                .start("request-router.rules=" + rules(notes.port()))
                .awaitStarted()) {
      Http http = new Http(jetty.port());
      assertEquals(200, http.get("localhost", "/x").statusCode());

      String drained = run(0, program, jetty, "drain");
      assertTrue(drained.contains("state = drain\n"), drained);
      assertEquals(503, http.get("localhost", "/x").statusCode());
      await()
          .atMost(PATIENCE)
          .until(() -> run(0, program, jetty).contains("connections = 0\nquiet = true\n"));

      String refused = run(1, program, jetty, "offline");
      assertTrue(refused.contains("state 'offline': must be ready, drain or maint"), refused);

      String ready = run(0, program, jetty, "ready");
      assertTrue(ready.contains("state = ready\nweight = 1\n"), ready);
      assertEquals(200, http.get("localhost", "/x").statusCode());
      assertEquals(
          2, jetty.output().lines().filter(line -> line.contains("state changed")).count());
    }
  }

  private static String program() throws IOException {
    String document = Files.readString(Path.of("../router-module/src/main/docs/stopping.md"));
    String start = "```java\n";
    int from = document.indexOf(start) + start.length();
    return document.substring(from, document.indexOf("```", from));
  }

  private static String run(int status, Path program, JettyProcess jetty, String... state)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(program.toString());
    command.addAll(List.of(Long.toString(jetty.pid()), "apaches", "apache1"));
    command.addAll(List.of(state));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), Programs.CHARSET);
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), output);
    assertEquals(status, process.exitValue(), output);
    assertNotEquals("", output);
    return output;
  }
}
