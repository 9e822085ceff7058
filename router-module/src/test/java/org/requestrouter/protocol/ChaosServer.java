package org.requestrouter.protocol;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A back end in a process of its own, which may be killed at any moment: it writes every request
 * into its ledger before it answers. {@code /hold} is answered after a while.
 */
final class ChaosServer {
  private static final long HOLD_MILLIS = 150;

  private final String name;
  private final OutputStream ledger;

  private ChaosServer(String name, OutputStream ledger) {
    this.name = name;
    this.ledger = ledger;
  }

  /** Takes the port, a name, and the file of the ledger, which is appended to. */
  public static void main(String[] args) throws Exception {
    OutputStream ledger = new FileOutputStream(args[2], true);
    ChaosServer server = new ChaosServer(args[1], ledger);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    HttpServer http = HttpServer.create(address, 1024);
    http.createContext("/", server::answer);
    http.setExecutor(Executors.newCachedThreadPool());
    http.start();
    // It ends with the test, however that ends.
    System.in.read();
    Runtime.getRuntime().halt(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String id = exchange.getRequestHeaders().getFirst("X-Id");
      if (id != null) {
        note(exchange.getRequestMethod() + " " + id + "\n");
      }
      if (exchange.getRequestURI().getPath().startsWith("/hold")) {
        Thread.sleep(HOLD_MILLIS);
      }
      byte[] body = (name + " " + id).getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void note(String line) throws IOException {
    ledger.write(line.getBytes(StandardCharsets.US_ASCII));
  }
}
