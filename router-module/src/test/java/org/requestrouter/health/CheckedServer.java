package org.requestrouter.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.requestrouter.FreePort;

/** A server that answers checks with chosen bytes, one connection at a time and by its number. */
final class CheckedServer implements AutoCloseable {

  /** What happens on a connection; at its end the connection is closed. */
  @FunctionalInterface
  interface Script {
    void run(int connection, Peer peer) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  CheckedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(script));
  }

  /** Answers every request with these bytes. */
  static CheckedServer answering(String bytes) throws IOException {
    return new CheckedServer(
        (connection, peer) -> {
          peer.head();
          peer.send(bytes);
        });
  }

  /** Returns an address where nobody listens. */
  static InetSocketAddress nobody() throws IOException {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
  }

  static String response(int status) {
    return "HTTP/1.1 " + status + " Scripted\r\nContent-Length: 2\r\n\r\nok";
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        int number = connections.getAndIncrement();
        threads.execute(() -> run(socket, number, script));
      } catch (IOException x) {
        return;
      }
    }
  }

  private void run(Socket socket, int number, Script script) {
    open.incrementAndGet();
    try (socket) {
      script.run(number, new Peer(socket));
    } catch (SocketException x) {
      // The check has gone: the tests look at its result.
    } catch (IOException x) {
      throw new IllegalStateException(x);
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  /** The other side of a check. */
  final class Peer {
    private final Socket socket;

    Peer(Socket socket) {
      this.socket = socket;
    }

    /** Reads a request without content, and remembers it. */
    void head() throws IOException {
      StringBuilder head = new StringBuilder();
      InputStream in = socket.getInputStream();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new SocketException("end");
        }
        head.append((char) next);
      }
      heads.add(head.toString());
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits until the check has closed its side; returns false if it has reset it. */
    boolean awaitEnd() throws IOException {
      try {
        while (socket.getInputStream().read() >= 0) {
          // Goes on.
        }
        return true;
      } catch (SocketException x) {
        return false;
      }
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  List<String> heads() {
    return heads;
  }

  int connections() {
    return connections.get();
  }

  int open() {
    return open.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
