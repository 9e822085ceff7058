package org.requestrouter.affinity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.TimeUnit;
import org.requestrouter.rule.HAProxyProcess;

/**
 * A real HAProxy with one backend. It listens on a socket file rather than on a port that something
 * else might take first.
 */
final class HAProxy implements AutoCloseable {
  private static final List<String> HEAD =
      List.of(
          "global",
          "  nbthread 1",
          "  maxconn 100",
          "defaults",
          "  mode http",
          "  timeout client 20s",
          "  timeout connect 20s",
          "  timeout server 20s");

  private final Process process;
  private final UnixDomainSocketAddress address;

  private HAProxy(Process process, Path socket) {
    this.process = process;
    this.address = UnixDomainSocketAddress.of(socket);
  }

  /** Starts HAProxy in a directory, with the lines of its only backend. */
  static HAProxy start(Path directory, List<String> backend) throws IOException {
    Path socket = directory.resolve("h.sock");
    Path log = directory.resolve("haproxy.log");
    List<String> lines = new ArrayList<>(HEAD);
    lines.add("listen f");
    lines.add("  bind unix@" + socket);
    backend.forEach(line -> lines.add("  " + line));
    Files.write(directory.resolve("haproxy.cfg"), lines, StandardCharsets.UTF_8);
    Process process =
        new ProcessBuilder(
                HAProxyProcess.program().orElseThrow().toString(), "-db", "-f", "haproxy.cfg")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    HAProxy haproxy = new HAProxy(process, socket);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || haproxy.accepts());
    assertTrue(process.isAlive(), () -> "HAProxy refuses its configuration:\n" + read(log));
    return haproxy;
  }

  private boolean accepts() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(address);
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a request and returns the response; the request has to ask for the connection's end. */
  String ask(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      StringBuilder response = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(16384);
      while (channel.read(buffer) >= 0) {
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
