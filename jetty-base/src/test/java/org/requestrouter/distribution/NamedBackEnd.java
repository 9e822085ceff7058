package org.requestrouter.distribution;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A back end that answers every request with its name and the X-Forwarded-For that it received. */
final class NamedBackEnd implements AutoCloseable {
  private final HttpServer server;

  NamedBackEnd(String name) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String seen = String.join(", ", exchange.getRequestHeaders().get("X-Forwarded-For"));
          byte[] answer = (name + " for " + seen).getBytes(Programs.CHARSET);
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream content = exchange.getResponseBody()) {
            content.write(answer);
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
