package org.requestrouter.balance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Announces each request that reaches it, and answers those that are not for {@code /hold}. */
final class NamedServer implements AutoCloseable {
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final String name;
  private final Arrivals arrivals;
  private final ServerSocket listener;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "named-server");
            thread.setDaemon(true);
            return thread;
          });

  NamedServer(String name, Arrivals arrivals) throws IOException {
    this.name = name;
    this.arrivals = arrivals;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    executor.execute(this::accept);
  }

  String name() {
    return name;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        executor.execute(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or a client that has left already.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream input = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int read = input.read();
        if (read < 0) {
          return;
        }
        head.append((char) read);
      }
      arrivals.add(name);
      if (head.indexOf(" /hold") > 0) {
        // HAProxy closes when the client has left.
        input.transferTo(OutputStream.nullOutputStream());
      } else {
        socket.getOutputStream().write(RESPONSE);
      }
    } catch (IOException e) {
      // The end of HAProxy, which the test brings about or notices by itself.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    executor.shutdownNow();
  }
}
