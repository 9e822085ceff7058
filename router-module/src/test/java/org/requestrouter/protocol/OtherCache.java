package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.requestrouter.FreePort;

/** A real nginx or Varnish that caches what a server sends, with hardly a setting of its own. */
final class OtherCache implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private OtherCache(Path directory, int port, List<String> command) throws IOException {
    this.port = port;
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    await().atMost(PATIENCE).until(() -> !process.isAlive() || accepts());
    assertTrue(process.isAlive(), () -> command + " does not start, see " + directory);
  }

  static OtherCache nginx(Path directory, int upstream) throws IOException {
    OtherProxy.require("nginx");
    int port = FreePort.find();
    Path file =
        Files.writeString(
            directory.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid nginx.pid; error_log nginx.log;
            events { worker_connections 2000; }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              proxy_cache_path cache keys_zone=all:8m;
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_cache all;
                  proxy_cache_revalidate on;
                }
              }
            }
            """
                .formatted(port, upstream));
    return new OtherCache(
        directory, port, List.of("nginx", "-p", directory.toString(), "-c", file.toString()));
  }

  static OtherCache varnish(Path directory, int upstream) throws IOException {
    OtherProxy.require("varnishd");
    int port = FreePort.find();
    String address = "127.0.0.1:" + port;
    String server = "127.0.0.1:" + upstream;
    return new OtherCache(
        directory,
        port,
        List.of(
            "varnishd",
            "-F",
            "-n",
            directory.toString(),
            "-a",
            address,
            "-b",
            server,
            "-T",
            "none",
            "-s",
            "malloc,64m"));
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
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
