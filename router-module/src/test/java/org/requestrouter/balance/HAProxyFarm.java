package org.requestrouter.balance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.requestrouter.rule.HAProxyProcess;

/**
 * A real HAProxy in front of servers s1, s2 and so on that tell which of them a request reaches. It
 * takes clients' addresses from the PROXY protocol, over a socket file.
 */
final class HAProxyFarm implements AutoCloseable {
  private final List<NamedServer> servers = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final Deque<SocketChannel> held = new ArrayDeque<>();
  private HAProxyProcess process;

  private HAProxyFarm() {}

  /** Starts HAProxy with a policy, and for each server its options. */
  static HAProxyFarm start(Path parent, String balance, List<String> options) throws IOException {
    Path directory = Files.createTempDirectory(parent, "h");
    HAProxyFarm farm = new HAProxyFarm();
    try {
      farm.run(directory, balance, options);
    } catch (IOException | RuntimeException | Error e) {
      farm.close();
      throw e;
    }
    return farm;
  }

  private void run(Path directory, String balance, List<String> options) throws IOException {
    Path socket = directory.resolve("h.sock");
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("global", "  nbthread 1", "  maxconn 500"));
    lines.addAll(List.of("defaults", "  mode http", "  timeout client 60s"));
    lines.addAll(List.of("  timeout server 60s", "  timeout connect 20s", "  timeout queue 60s"));
    lines.addAll(List.of("  http-reuse never", "  option abortonclose", "listen l"));
    lines.add("  bind unix@" + socket + " accept-proxy");
    lines.add("  hash-type consistent");
    lines.add("  balance " + balance);
    for (String option : options) {
      NamedServer server = new NamedServer("s" + (servers.size() + 1), arrivals);
      servers.add(server);
      lines.add("  server " + server.name() + " 127.0.0.1:" + server.port() + " " + option);
    }
    process = HAProxyProcess.start(directory, socket, lines);
  }

  /** Returns which server a request reaches, once it is answered. */
  String ask(Sent request) throws IOException {
    try (SocketChannel channel = send(request)) {
      String server = arrived();
      ByteBuffer response = ByteBuffer.allocate(16384);
      while (channel.read(response) >= 0) {
        assertTrue(response.hasRemaining(), "a response of more than 16 KiB");
      }
      String head = StandardCharsets.ISO_8859_1.decode(response.flip()).toString();
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      return server;
    }
  }

  /** Sends a request that is not answered. */
  void hold(Sent request) throws IOException {
    held.add(send(new Sent("/hold" + request.uri(), request.fields(), request.source())));
  }

  /** Lets the client leave that has been held the longest. */
  void leave() throws IOException {
    held.remove().close();
  }

  /** Waits for a request to reach a server, and returns which. */
  String arrived() {
    return arrivals.next();
  }

  private SocketChannel send(Sent request) throws IOException {
    SocketChannel channel = process.connect();
    ByteBuffer bytes = ByteBuffer.wrap(request.bytes().getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.close();
    }
    while (!held.isEmpty()) {
      leave();
    }
    for (NamedServer server : servers) {
      server.close();
    }
  }

  /**
   * A request to send.
   *
   * @param uri the request-target
   * @param fields whole lines, or nothing
   * @param source the client's address
   */
  record Sent(String uri, String fields, String source) {
    static Sent to(String uri) {
      return new Sent(uri, "", "192.0.2.1");
    }

    static Sent with(String field) {
      return new Sent("/", field + "\r\n", "192.0.2.1");
    }

    static Sent from(String source) {
      return new Sent("/", "", source);
    }

    String bytes() {
      return "PROXY TCP4 "
          + source
          + " 192.0.2.9 4000 80\r\nGET "
          + uri
          + " HTTP/1.1\r\n"
          + "Host: h\r\nConnection: close\r\n"
          + fields
          + "\r\n";
    }
  }
}
