package org.requestrouter.protocol;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real HAProxy or nginx with the rule of the corpus, on socket files, one for each server. Both
 * soon give up waiting for more of a message, and keep connections for a moment only.
 */
final class OtherProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final Process process;

  private OtherProxy(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /** Skips the test if a program is not installed, unless it has to be. */
  static void require(String program) {
    if (find(program) == null) {
      String message = program + " is not installed; install the package " + program;
      if ("true".equals(System.getenv("CI"))) fail(message);
      assumeTrue(false, message);
    }
  }

  private static Path find(String program) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  static OtherProxy haproxy(Path directory, List<Integer> ports) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "global",
                " maxconn 200",
                "defaults",
                " mode http",
                " timeout connect 5s",
                " timeout server 5s",
                " timeout client 500ms",
                " timeout http-request 500ms",
                " timeout http-keep-alive 100ms"));
    for (int i = 0; i < ports.size(); i++) {
      lines.add("listen w" + i);
      lines.add(" bind unix@" + socket(directory, i));
      lines.add(" http-request set-header X-Rule secret if { path_beg /secret/ }");
      lines.add(" server s 127.0.0.1:" + ports.get(i));
    }
    Path file = Files.write(directory.resolve("proxy.cfg"), lines);
    return start(
        directory, ports, List.of(find("haproxy").toString(), "-db", "-f", file.toString()));
  }

  static OtherProxy nginx(Path directory, List<Integer> ports) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "daemon off; master_process off; pid nginx.pid; error_log nginx.log;",
                "events { worker_connections 200; }",
                "http {",
                " access_log off; client_body_temp_path body; proxy_temp_path proxy;",
                " fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;",
                " client_header_timeout 500ms; client_body_timeout 500ms;",
                " keepalive_timeout 100ms; lingering_close off;",
                " proxy_http_version 1.1; proxy_request_buffering off;"));
    for (int i = 0; i < ports.size(); i++) {
      String pass = "proxy_pass http://127.0.0.1:" + ports.get(i) + ";";
      String host = " proxy_set_header Host $http_host; proxy_set_header Connection \"\"; ";
      lines.add(" server { listen unix:" + socket(directory, i) + ";");
      lines.add("  location / {" + host + pass + " }");
      lines.add("  location /secret/ {" + host + "proxy_set_header X-Rule secret; " + pass + " }");
      lines.add(" }");
    }
    lines.add("}");
    Path file = Files.write(directory.resolve("proxy.cfg"), lines);
    return start(
        directory,
        ports,
        List.of(find("nginx").toString(), "-p", directory.toString(), "-c", file.toString()));
  }

  private static Path socket(Path directory, int index) {
    return directory.resolve(index + ".sock");
  }

  private static OtherProxy start(Path directory, List<Integer> ports, List<String> command)
      throws IOException {
    Path log = directory.resolve("output.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    OtherProxy proxy = new OtherProxy(directory, process);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || proxy.accepts(ports.size() - 1));
    assertTrue(process.isAlive(), () -> command + " refuses its configuration, see " + log);
    return proxy;
  }

  private boolean accepts(int index) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket(directory, index)));
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends bytes and returns all that comes until the proxy ends the connection. */
  String ask(int index, String latin1) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket(directory, index));
    StringBuilder answer = new StringBuilder();
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer bytes = ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) channel.write(bytes);
      ByteBuffer buffer = ByteBuffer.allocate(16384);
      while (channel.read(buffer) >= 0) {
        answer.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        buffer.clear();
      }
    } catch (IOException e) {
      // A proxy that has heard enough may close before it has read everything.
    }
    return answer.toString();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
