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
 * A real HAProxy. It listens on a socket file rather than on a port that something else might take
 * first.
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
  private static Optional<Path> program() {
    String path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .map(d -> Path.of(d, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts HAProxy in a directory with the lines of a frontend, and of sections after it. The
   * frontend takes the addresses of a connection from the PROXY protocol.
   */
  public static HAProxyProcess start(Path directory, List<String> frontend) throws IOException {
    Path socket = directory.resolve("h.sock");
    return start(directory, socket, configuration(socket, frontend));
  }

  /**
   * Starts HAProxy in a directory with a whole configuration, by which it listens on the socket.
   */
  public static HAProxyProcess start(Path directory, Path socket, List<String> configuration)
      throws IOException {
    Path log = directory.resolve("haproxy.log");
    Files.write(directory.resolve("haproxy.cfg"), configuration, StandardCharsets.UTF_8);
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

  private boolean accepts() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(address);
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens a connection. */
  public SocketChannel connect() throws IOException {
    return SocketChannel.open(address);
  }

  /** Sends what opens a connection and reads the head of the response, and no more. */
  public String exchange(String bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      return exchange(channel, bytes, "\r\n\r\n");
    }
  }

  /** Sends what opens a connection and reads all that comes until the other side closes it. */
  public String exchangeAll(String bytes) throws IOException {
    return exchangeAll(address, bytes);
  }

  /** The same with another of its socket files. */
  public static String exchangeAll(UnixDomainSocketAddress address, String bytes)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      return exchange(channel, bytes, null);
    }
  }

  private static String exchange(SocketChannel channel, String bytes, String end)
      throws IOException {
    ByteBuffer request = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    StringBuilder response = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(16384);
    while ((end == null || response.indexOf(end) < 0) && channel.read(buffer) >= 0) {
      response.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      buffer.clear();
    }
    return response.toString();
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
