package org.requestrouter.protocol;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.requestrouter.FreePort;

/** A back end of the soak, which can be stopped with all its connections, and started again. */
final class SoakServer implements AutoCloseable {
  private final String name;
  private final int port = FreePort.find();
  private final Consumer<AssertionError> faults;
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(task, "soak-server"));
  private ServerSocket listener;
  private Thread acceptor;

  /**
   * Creates a server that does not listen yet.
   *
   * @param faults takes what is wrong in requests
   */
  SoakServer(String name, Consumer<AssertionError> faults) throws IOException {
    this.name = name;
    this.faults = faults;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    ServerSocket accepting = listener;
    acceptor = new Thread(() -> accept(accepting), "soak-acceptor");
    acceptor.start();
  }

  private void accept(ServerSocket accepting) {
    while (true) {
      try {
        Wire wire = new Wire(accepting.accept());
        open.add(wire);
        threads.execute(() -> serve(wire));
      } catch (IOException closed) {
        if (accepting.isClosed()) return;
      }
    }
  }

  private void serve(Wire wire) {
    try (wire) {
      // The router ends it when the connection has been idle for long enough.
      wire.waitWithoutEnd();
      new SoakScript(wire, name).run();
    } catch (IOException ended) {
      // By the client, the router, or a stop: the client's side says whether it may.
    } catch (AssertionError | RuntimeException fault) {
      faults.accept(new AssertionError(name, fault));
    } finally {
      open.remove(wire);
    }
  }

  /** Refuses connections from now on, and ends those there are. */
  void stop(Wire.End how) throws IOException {
    listener.close();
    try {
      // What it is just accepting would be left out.
      acceptor.join();
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    for (Wire wire : open) leave(wire, how);
  }

  private static void leave(Wire wire, Wire.End how) {
    try {
      wire.leave(how);
    } catch (IOException ended) {
      // Its own thread has closed it at this moment.
    }
  }

  @Override
  public void close() throws IOException {
    stop(Wire.End.FIN);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " still serves");
      }
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
  }
}
