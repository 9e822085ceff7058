package org.requestrouter.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Passes connections on, each with a line before it that tells who its client is. */
final class AnnouncingProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int target;
  private final String announcement;

  /**
   * Starts a proxy before a local port.
   *
   * @param client the address that it tells (PROXY protocol, version 1)
   */
  AnnouncingProxy(int target, String client) throws IOException {
    this.target = target;
    this.announcement = "PROXY TCP4 " + client + " 127.0.0.1 40000 80\r\n";
    threads.execute(this::acceptAll);
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        server.getOutputStream().write(announcement.getBytes(Programs.CHARSET));
        threads.execute(() -> pass(client, server));
        threads.execute(() -> pass(server, client));
      } catch (IOException | RejectedExecutionException x) {
        return;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException x) {
      // One of them has gone, and now both have.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
