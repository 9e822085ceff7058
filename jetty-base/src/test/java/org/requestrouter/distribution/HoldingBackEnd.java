package org.requestrouter.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A back end that holds every request, except downloads, which it sends in two halves. */
final class HoldingBackEnd implements AutoCloseable {
  static final int HALF = 1 << 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch secondHalf = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();
  private final HttpServer server;

  HoldingBackEnd() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::hold);
    server.createContext("/download", this::download);
    server.start();
  }

  private void hold(HttpExchange exchange) {
    held.incrementAndGet();
    await(closed);
    exchange.close();
  }

  private void download(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 2 * HALF);
    try (OutputStream content = exchange.getResponseBody()) {
      content.write(half(0));
      content.flush();
      await(secondHalf);
      content.write(half(1));
    }
  }

  /** What is sent first, and second. */
  static byte[] half(int number) {
    byte[] bytes = new byte[HALF];
    for (int i = 0; i < HALF; i++) {
      bytes[i] = (byte) ((number * HALF + i) % 251);
    }
    return bytes;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
  }

  void sendSecondHalf() {
    secondHalf.countDown();
  }

  /** How many requests were held so far. */
  int held() {
    return held.get();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    secondHalf.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
