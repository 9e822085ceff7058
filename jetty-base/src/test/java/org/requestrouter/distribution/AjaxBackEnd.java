package org.requestrouter.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Pages with scripts, and what these ask for: {@code /quick} answers at once, {@code /slow} after
 * 50 ms, {@code /held} and {@code /poll} when the test says so. It notes all that comes to them.
 */
final class AjaxBackEnd implements AutoCloseable {
  static {
    // Otherwise each answer, which is written in two pieces, takes 40 ms longer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String JQUERY =
      "/META-INF/resources/webjars/jquery/" + System.getProperty("jquery.version");
  private static final String SCRIPT = "<script src=\"%s\"></script>";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Executor later =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, threads);
  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();

  /** A request as it arrived. */
  record Seen(String method, String host, String path, String cookie, String requestedWith) {}

  AjaxBackEnd() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    page("/bare.html", "");
    page("/page.html", SCRIPT.formatted("/request-router/aliases.js"));
    page(
        "/module.html",
        "<script type=\"module\">import { aliases } from '/request-router/aliases.mjs';"
            + "self.requestRouterAliases = aliases;</script>");
    page(
        "/jquery.html",
        SCRIPT.formatted("/request-router/aliases.js") + SCRIPT.formatted("/jquery.js"));
    file("/jquery.js", "text/javascript", resource(JQUERY + "/jquery.min.js"));
    server.start();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = AjaxBackEnd.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private void page(String path, String scripts) {
    String icon = "<link rel=\"icon\" href=\"data:,\">";
    String html = "<!doctype html><title>Page</title>" + icon + scripts;
    file(path, "text/html", html.getBytes(Programs.CHARSET));
  }

  private void file(String path, String type, byte[] content) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          send(exchange, content);
        });
  }

  private void answer(HttpExchange exchange) {
    var fields = exchange.getRequestHeaders();
    String host = fields.getFirst("Host").replaceFirst(":.*", "");
    String path = exchange.getRequestURI().getPath();
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            host,
            path,
            fields.getFirst("Cookie"),
            fields.getFirst("X-Requested-With")));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Total", "24");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    Runnable send = () -> send(exchange, ('"' + host + '"').getBytes(Programs.CHARSET));
    if (path.startsWith("/held") || path.startsWith("/poll")) {
      held.add(exchange);
    } else if (path.startsWith("/slow")) {
      later.execute(send);
    } else {
      send.run();
    }
  }

  private static void send(HttpExchange exchange, byte[] content) {
    try {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, content.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content);
      }
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What has come with that start of its path. */
  List<Seen> seen(String path) {
    return seen.stream().filter(request -> request.path().startsWith(path)).toList();
  }

  /** The hosts that they came to, in order. */
  List<String> hosts(String path) {
    return seen(path).stream().map(Seen::host).toList();
  }

  /** How many requests are held. */
  int held() {
    return held.size();
  }

  /** Answers what is held. */
  void release() {
    for (HttpExchange exchange = held.poll(); exchange != null; exchange = held.poll()) {
      send(exchange, "\"released\"".getBytes(Programs.CHARSET));
    }
  }

  void forget() {
    seen.clear();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
