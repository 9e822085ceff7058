package org.requestrouter.rule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real HAProxy that answers each request with its verdicts on a list of conditions.
 *
 * <p>It listens on a socket file rather than on a port that something else might take first, and
 * takes the addresses of a connection from the PROXY protocol.
 */
public final class HAProxyProcess implements AutoCloseable {
  private final Process process;
  private final UnixDomainSocketAddress address;

  private HAProxyProcess(Process process, Path socket) {
    this.process = process;
    this.address = UnixDomainSocketAddress.of(socket);
  }

  /** Skips the test if HAProxy is not installed, unless it has to be. */
  public static void require() {
    if (program().isEmpty()) {
      String message = "haproxy is not installed; install the package haproxy to run this test";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      assumeTrue(false, message);
    }
  }

  /** Returns the program, if it is installed. */
  public static Optional<Path> program() {
    String path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .map(d -> Path.of(d, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts HAProxy in a directory, to which the files of its conditions are relative. */
  static HAProxyProcess start(Path directory, List<String> acls, List<String> conditions)
      throws IOException {
    return start(directory, verdicts(acls, conditions));
  }

  /** Starts HAProxy in a directory with the lines of a frontend, and of sections after it. */
  public static HAProxyProcess start(Path directory, List<String> frontend) throws IOException {
    Path socket = directory.resolve("h.sock");
    Path configuration = directory.resolve("haproxy.cfg");
    Path log = directory.resolve("haproxy.log");
    Files.write(configuration, configuration(socket, frontend), StandardCharsets.UTF_8);
    Process process =
        new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", "haproxy.cfg")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    HAProxyProcess haproxy = new HAProxyProcess(process, socket);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || haproxy.accepts());
    assertTrue(process.isAlive(), () -> "HAProxy refuses its configuration:\n" + read(log));
    return haproxy;
  }

  private static List<String> configuration(Path socket, List<String> frontend) {
    List<String> lines = new ArrayList<>();
    lines.add("global");
    lines.add("  nbthread 1");
    lines.add("  maxconn 100");
    // Expressions that name one file share cached results, even if they match differently.
    lines.add("  tune.pattern.cache-size 0");
    lines.add("defaults");
    lines.add("  mode http");
    lines.add("  timeout client 20s");
    lines.add("  timeout http-request 20s");
    lines.add("  timeout connect 20s");
    lines.add("  timeout server 20s");
    lines.add("frontend f");
    lines.add("  bind unix@" + socket + " accept-proxy");
    frontend.forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static List<String> verdicts(List<String> acls, List<String> conditions) {
    List<String> lines = new ArrayList<>();
    acls.forEach(acl -> lines.add("acl " + acl));
    StringBuilder verdicts = new StringBuilder();
    for (int i = 0; i < conditions.size(); i++) {
      lines.add("http-request set-var(txn.c" + i + ") int(1) " + conditions.get(i));
      verdicts.append(i == 0 ? "" : ",").append("%[var(txn.c").append(i).append(")]");
    }
    lines.add("http-request return status 200 hdr verdicts \"" + verdicts + "\"");
    return lines;
  }

  private boolean accepts() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(address);
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends what opens a connection and returns the verdicts on the conditions, in their order. */
  List<Boolean> ask(String bytes) throws IOException {
    String response = exchange(bytes);
    String verdicts =
        response
            .lines()
            .filter(line -> line.startsWith("verdicts: "))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(bytes + "\ngot:\n" + response));
    return Stream.of(verdicts.substring("verdicts: ".length()).split(",", -1))
        .map(verdict -> verdict.strip().equals("1"))
        .toList();
  }

  /** Opens a connection, which has to begin with a line of the PROXY protocol. */
  public SocketChannel connect() throws IOException {
    return SocketChannel.open(address);
  }

  /** Sends what opens a connection and reads the head of the response, and no more. */
  public String exchange(String bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      ByteBuffer request = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      StringBuilder response = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(16384);
      while (response.indexOf("\r\n\r\n") < 0 && channel.read(buffer) >= 0) {
        response.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        buffer.clear();
      }
      return response.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
