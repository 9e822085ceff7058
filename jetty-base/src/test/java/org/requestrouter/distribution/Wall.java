package org.requestrouter.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A firewall before a local port: requests of one method are refused, or passed on while their
 * answers are not. A connection carries one request.
 */
final class Wall implements AutoCloseable {
  private static final String END = "\r\n\r\n";
  private static final String REFUSAL =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close" + END;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private final int target;
  private final String method;
  private final boolean answerOnly;

  private Wall(int target, String method, boolean answerOnly) throws IOException {
    this.target = target;
    this.method = method;
    this.answerOnly = answerOnly;
    threads.execute(this::acceptAll);
  }

  /** Refuses requests of the method with 403. */
  static Wall againstRequests(int target, String method) throws IOException {
    return new Wall(target, method, false);
  }

  /** Ends the connection in place of the answer to a request of the method. */
  static Wall againstAnswers(int target, String method) throws IOException {
    return new Wall(target, method, true);
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException x) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String head = head(client.getInputStream());
      methods.add(head.substring(0, Math.max(0, head.indexOf(' '))));
      boolean meant = head.startsWith(method + " ");
      if (meant && !answerOnly) {
        client.getOutputStream().write(REFUSAL.getBytes(Programs.CHARSET));
        return;
      }
      String last = head.replaceFirst("(?i)\r\nConnection: keep-alive", "\r\nConnection: close");
      server.getOutputStream().write(last.getBytes(Programs.CHARSET));
      threads.execute(() -> pass(client, server));
      if (meant) {
        int first = server.getInputStream().read();
        assert first >= 0 : "no answer";
        return;
      }
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException x) {
      // One of them has gone, and now both have.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      bytes.write(read);
      if (read == '\n' && bytes.toString(Programs.CHARSET).endsWith(END)) {
        break;
      }
    }
    return bytes.toString(Programs.CHARSET);
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException x) {
      // The other direction ends both.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The methods of the requests that have come, in order. */
  List<String> methods() {
    return methods;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
