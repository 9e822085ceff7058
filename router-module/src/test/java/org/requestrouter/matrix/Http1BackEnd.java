package org.requestrouter.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.requestrouter.protocol.Wire;

/** A server of HTTP/1 over raw sockets, which may be secured. */
final class Http1BackEnd implements BackEnd {

  /** Makes the socket that a test uses out of the one that was accepted. */
  @FunctionalInterface
  interface Securing {
    Socket secure(Socket accepted) throws Exception;
  }

  private final String version;
  private final Securing securing;
  private final ServerSocket listener;
  private final String address;
  private final Arrivals arrivals = new Arrivals();
  private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Starts a server at a port. */
  Http1BackEnd(String version, Securing securing) throws IOException {
    this(version, securing, new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), null);
  }

  /**
   * Starts a server.
   *
   * @param address what follows the scheme in its URI, or null if it listens at a port
   */
  Http1BackEnd(String version, Securing securing, ServerSocket listener, String address) {
    this.version = version;
    this.securing = securing;
    this.listener = listener;
    this.address = address == null ? "//localhost:" + listener.getLocalPort() : address;
    threads.execute(this::acceptAll);
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket socket = listener.accept();
        accepted.add(socket);
        threads.execute(() -> open(socket));
      } catch (IOException | RejectedExecutionException x) {
        return;
      }
    }
  }

  private void open(Socket socket) {
    try {
      Wire wire = new Wire(securing.secure(socket));
      socket.setSoTimeout(0);
      await(wire);
    } catch (Exception x) {
      // The router has given up the connection.
    }
  }

  /** Reads the next request of a connection, then leaves it to a test. */
  private void await(Wire wire) {
    try {
      Http1End end = Http1End.server(wire, version, () -> threads.execute(() -> await(wire)));
      arrivals.add(end.head().target(), end);
    } catch (IOException | AssertionError x) {
      // The connection has ended, or has been idle for long.
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public End accept(String target) throws IOException {
    return arrivals.take(target);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : accepted) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
