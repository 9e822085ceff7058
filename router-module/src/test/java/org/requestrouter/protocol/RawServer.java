package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A back end of raw sockets: a test either accepts connections itself, step by step, or lets a
 * script serve each connection in a thread of its own.
 */
final class RawServer implements AutoCloseable {
  /** What happens on one accepted connection; {@code index} counts them from 0. */
  @FunctionalInterface
  interface Script {
    void run(Wire connection, int index) throws IOException;
  }

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket listener;
  private final Socket reserved = new Socket();
  private final Queue<Wire> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger acceptors = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "raw-server");
            thread.setDaemon(true);
            return thread;
          });

  RawServer() throws IOException {
    this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
  }

  RawServer(ServerSocket listener) throws IOException {
    this.listener = listener;
    listener.setSoTimeout((int) Wire.STEP.toMillis());
  }

  /** What the router is to be told of this server. */
  String uri() {
    return listener instanceof UnixServerSocket unix
        ? "unix:" + unix.path()
        : "http://127.0.0.1:" + port();
  }

  int port() {
    return listener.getLocalPort();
  }

  Wire accept() throws IOException {
    try {
      return open(listener.accept());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no connection within " + Wire.STEP, e);
    }
  }

  private Wire open(Socket socket) throws IOException {
    connections.incrementAndGet();
    Wire wire = new Wire(socket);
    accepted.add(wire);
    return wire;
  }

  void expectNoConnection(Duration time) throws IOException {
    listener.setSoTimeout((int) time.toMillis());
    try {
      open(listener.accept());
      throw new AssertionError("unexpected connection");
    } catch (SocketTimeoutException expected) {
      listener.setSoTimeout((int) Wire.STEP.toMillis());
    }
  }

  /** How many connections were accepted so far. */
  int connections() {
    return connections.get();
  }

  /** Serves every further connection by the script; its end or failure closes the connection. */
  void serve(Script script) throws IOException {
    listener.setSoTimeout(0);
    acceptors.incrementAndGet();
    threads.execute(() -> acceptAll(script));
  }

  /** Answers every request of every further connection with {@link #OK}. */
  void serveOk() throws IOException {
    serve(
        (connection, index) -> {
          while (true) {
            connection.readRequest();
            connection.send(OK);
          }
        });
  }

  private void acceptAll(Script script) {
    try {
      acceptUntilClosed(script);
    } finally {
      acceptors.decrementAndGet();
    }
  }

  private void acceptUntilClosed(Script script) {
    while (!listener.isClosed()) {
      try {
        Wire connection = open(listener.accept());
        int index = connections.get() - 1;
        threads.execute(() -> run(script, connection, index));
      } catch (IOException e) {
        if (!listener.isClosed()) failures.add(e);
      }
    }
  }

  private void run(Script script, Wire connection, int index) {
    try (connection) {
      script.run(connection, index);
    } catch (IOException e) {
      // The router ended the connection: a test that cares asserts it.
    } catch (Throwable e) {
      if (!listener.isClosed()) failures.add(e);
    }
  }

  /** Stops listening: from now on connections are refused. */
  void refuse() throws IOException {
    stopListening();
    if (!(listener instanceof UnixServerSocket)) {
      // Bound without listening, the port refuses connections and is given to nobody else.
      reserved.setReuseAddress(true);
      reserved.bind(listener.getLocalSocketAddress());
    }
  }

  private void stopListening() throws IOException {
    listener.close();
    // A thread that is just accepting keeps the port open until it has noticed.
    await().atMost(Wire.STEP).until(() -> acceptors.get() == 0);
  }

  /** Closes the accepted connections and throws the first failure of a script. */
  @Override
  public void close() throws IOException {
    stopListening();
    reserved.close();
    for (Wire wire : accepted) wire.close();
    threads.shutdownNow();
    Throwable failure = failures.poll();
    if (failure != null) throw new AssertionError("a script of the back end failed", failure);
  }
}
