package org.requestrouter.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server: connections are made, but their bytes are held back at first. */
final class HeldRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final CountDownLatch held = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  HeldRelay(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections have been made so far. */
  int connections() {
    return connections.get();
  }

  /** From now on bytes pass. */
  void release() {
    held.countDown();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        sockets.add(near);
        connections.incrementAndGet();
        threads.execute(() -> relay(near));
      } catch (IOException x) {
        return;
      }
    }
  }

  private void relay(Socket near) {
    try {
      held.await();
      Socket far = new Socket();
      sockets.add(far);
      far.connect(new InetSocketAddress(InetAddress.getByName("localhost"), target));
      threads.execute(() -> pump(near, far));
      pump(far, near);
    } catch (IOException | InterruptedException x) {
      // The test is over, or its end is the failure to look at.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException x) {
      // One end has gone, and the other goes with it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
