package org.requestrouter.protocol;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers every request with {@link #CONTENT} and keeps what it has understood. */
final class RecordingServer implements AutoCloseable {
  static final String CONTENT = "ok";

  private static final byte[] RESPONSE =
      ("HTTP/1.1 200 OK\r\nContent-Length: " + CONTENT.length() + "\r\n\r\n" + CONTENT)
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final String BAD = "incomplete: ";

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool(RecordingServer::daemon);
  private final List<String> messages = new ArrayList<>();

  RecordingServer() throws IOException {
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "recording-server");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException x) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String next = RawMessage.read(in::read);
          next != null;
          next = RawMessage.read(in::read)) {
        keep(next);
        socket.getOutputStream().write(RESPONSE);
      }
    } catch (RawMessage.BadMessage x) {
      keep(BAD + x.getMessage());
    } catch (IOException x) {
      // The proxy has closed the connection.
    }
  }

  private synchronized void keep(String message) {
    messages.add(message);
  }

  /** Whether a message since the last call of {@link #take} has had no end. */
  synchronized boolean hasIncomplete() {
    return messages.stream().anyMatch(message -> message.startsWith(BAD));
  }

  /** Returns the complete messages since the last call. */
  synchronized List<String> take() {
    List<String> taken =
        new ArrayList<>(messages.stream().filter(message -> !message.startsWith(BAD)).toList());
    messages.clear();
    return taken;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
