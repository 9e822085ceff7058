package org.requestrouter.health;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.requestrouter.rule.HAProxyProcess;

/** A real HAProxy that checks servers, and says over its socket what it takes them for. */
final class CheckingHaproxy implements AutoCloseable {
  private static final int STATUS_COLUMN = 17;
  private static final int CHECK_STATUS_COLUMN = 36;

  private final Process process;
  private final Path directory;

  private CheckingHaproxy(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts HAProxy with sections that follow those that it always has. */
  static CheckingHaproxy start(Path directory, List<String> sections) throws IOException {
    Path log = directory.resolve("haproxy.log");
    String always =
        """
        global
          nbthread 1
          maxconn 100
          stats socket unix@%s level admin
          stats timeout 60s
        defaults
          mode http
          timeout client 60s
          timeout server 60s
          timeout connect 60s
          timeout check 60s
        """
            .formatted(directory.resolve("stats.sock"));
    Files.writeString(
        directory.resolve("haproxy.cfg"), always + String.join("\n", sections) + "\n");
    Process process =
        new ProcessBuilder(
                HAProxyProcess.program().orElseThrow().toString(), "-db", "-f", "haproxy.cfg")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    CheckingHaproxy haproxy = new CheckingHaproxy(process, directory);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !process.isAlive() || haproxy.accepts(haproxy.socket("stats.sock")));
    assertTrue(process.isAlive(), () -> "HAProxy refuses its configuration, see its log");
    return haproxy;
  }

  UnixDomainSocketAddress socket(String name) {
    return UnixDomainSocketAddress.of(directory.resolve(name));
  }

  private boolean accepts(UnixDomainSocketAddress address) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(address);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what the server s of a backend is: UP, DOWN, or in between. */
  String status(String backend) throws IOException {
    return column(backend, STATUS_COLUMN);
  }

  /** Returns what has come of the last check of the server s of a backend. */
  String checkStatus(String backend) throws IOException {
    return column(backend, CHECK_STATUS_COLUMN);
  }

  private String column(String backend, int index) throws IOException {
    return exchange(socket("stats.sock"), "show stat\n")
        .lines()
        .map(line -> line.split(",", -1))
        .filter(columns -> columns.length > index)
        .filter(columns -> columns[0].equals(backend) && columns[1].equals("s"))
        .map(columns -> columns[index])
        .findFirst()
        .orElseThrow();
  }

  /** Sends bytes, and returns all that comes until the other side closes. */
  String exchange(UnixDomainSocketAddress address, String bytes) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer request = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(16384);
      while (channel.read(buffer) >= 0) {
        answer.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        buffer.clear();
      }
      return answer.toString();
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
}
