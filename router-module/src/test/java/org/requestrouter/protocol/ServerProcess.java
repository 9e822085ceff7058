package org.requestrouter.protocol;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.requestrouter.FreePort;

/** A {@link ChaosServer} that can be killed, stopped and started again at the same port. */
final class ServerProcess implements AutoCloseable {
  // Below the ports that the system gives to connections, one of which could take it meanwhile.
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final String name;
  private final Path ledger;
  private final int port;
  private Process process;
  private boolean stopped;

  private ServerProcess(String name, Path directory) throws IOException {
    this.name = name;
    this.ledger = Files.createFile(directory.resolve(name + ".ledger"));
    this.port = FreePort.find();
  }

  static ServerProcess start(String name, Path directory) throws IOException {
    ServerProcess server = new ServerProcess(name, directory);
    server.start();
    return server;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  /** Starts it and waits until it accepts connections. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                "target" + File.separator + "test-classes",
                ChaosServer.class.getName(),
                Integer.toString(port),
                name,
                ledger.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(this::accepts);
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it as by SIGKILL. */
  void kill() throws IOException {
    await(process.destroyForcibly());
  }

  private static void await(Process ending) throws IOException {
    try {
      ending.waitFor();
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Stops it, so that it accepts connections and says nothing, or lets it go on. */
  void signal(String signal) throws IOException {
    stopped = signal.equals("STOP");
    await(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start());
  }

  /** The methods and ids of the requests that it has read, in order. */
  List<String> ledger() throws IOException {
    return Files.readAllLines(ledger);
  }

  @Override
  public void close() throws IOException {
    if (stopped) signal("CONT");
    kill();
  }
}
