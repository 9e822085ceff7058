package org.requestrouter.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

/** A back end that writes the next line only when the client has told the test of the last one. */
final class StreamingBackEnd implements AutoCloseable {
  static final int LINES = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore acknowledged = new Semaphore(0);
  private final HttpServer server;

  StreamingBackEnd() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/events", exchange -> stream(exchange, "text/event-stream", false));
    server.createContext("/packed", exchange -> stream(exchange, "text/event-stream", true));
    server.createContext("/lines", exchange -> stream(exchange, "application/x-ndjson", false));
    server.createContext("/text", StreamingBackEnd::text);
    server.start();
  }

  private void stream(HttpExchange exchange, String type, boolean packed) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (packed) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(200, 0);
    OutputStream plain = exchange.getResponseBody();
    try (OutputStream content = packed ? new GZIPOutputStream(plain, true) : plain) {
      for (int i = 0; i < LINES; i++) {
        content.write(line(i).getBytes(Programs.CHARSET));
        content.flush();
        acknowledged.acquireUninterruptibly();
      }
    }
  }

  private static void text(HttpExchange exchange) throws IOException {
    byte[] bytes = line(0).repeat(1000).getBytes(Programs.CHARSET);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream content = exchange.getResponseBody()) {
      content.write(bytes);
    }
  }

  static String line(int number) {
    return "data: " + number + "\n\n";
  }

  /** The client has got the last line. */
  void acknowledge() {
    acknowledged.release();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    acknowledged.release(LINES * LINES);
    server.stop(0);
    threads.shutdownNow();
  }
}
