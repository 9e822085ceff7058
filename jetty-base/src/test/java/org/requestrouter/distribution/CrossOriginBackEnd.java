package org.requestrouter.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A back end with an empty page and an API that knows nothing of cross-origin requests: {@code
 * /login} sets a cookie, {@code /gone} breaks the connection off, all else says what it was sent.
 */
final class CrossOriginBackEnd implements AutoCloseable {
  private final HttpServer server;
  private final List<String> asked = new ArrayList<>();

  CrossOriginBackEnd() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Methods and paths since the last call. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    synchronized (this) {
      asked.add(exchange.getRequestMethod() + " " + path);
    }
    if (path.equals("/gone")) {
      exchange.close();
      return;
    }
    if (path.equals("/login")) {
      exchange.getResponseHeaders().set("Set-Cookie", "user=anna; Path=/; HttpOnly");
    }
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.getResponseHeaders().set("X-Request-ID", "7");
    exchange.getResponseHeaders().set("X-Hidden", "8");
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    byte[] content = (cookie == null ? "nobody" : cookie).getBytes(Programs.CHARSET);
    exchange.sendResponseHeaders(200, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
