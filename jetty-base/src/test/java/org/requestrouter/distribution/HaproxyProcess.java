package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A real HAProxy with one of our configuration files, whose frontend binds to 127.0.0.1:8080. */
final class HaproxyProcess implements AutoCloseable {
  private static final String BIND = "bind 127.0.0.1:8080";
  private static final long STOP_SECONDS = 10;

  private final int port;
  private final Process process;

  HaproxyProcess(Configurations configuration, Path directory) throws IOException {
    Path program = Programs.require("haproxy", "haproxy");
    port = freePort();
    Path file =
        configuration
            .replace(BIND, "bind 127.0.0.1:" + port)
            .writeTo(directory.resolve("haproxy.cfg"));
    process =
        new ProcessBuilder(program.toString(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(20)).until(this::listens);
  }

  /**
   * HAProxy does not tell the port that it was given, so one is looked for before, among those that
   * no other socket is given by chance.
   */
  private static int freePort() throws IOException {
    Random random = new Random();
    while (true) {
      int port = 20_000 + random.nextInt(12_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another may be free.
      }
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException x) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException x) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
