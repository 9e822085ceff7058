package org.requestrouter.affinity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A server that answers each request with the lines that its {@code X-Answer} fields ask for, after
 * its own name and the Cookie fields that it has seen.
 */
final class Answerer implements AutoCloseable {
  private final String name;
  private final ServerSocket socket;

  private Answerer(String name, ServerSocket socket) {
    this.name = name;
    this.socket = socket;
  }

  static Answerer start(String name) throws IOException {
    Answerer answerer =
        new Answerer(name, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(answerer::serve, "answerer " + name);
    thread.setDaemon(true);
    thread.start();
    return answerer;
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (true) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(20_000);
        answer(client);
      } catch (SocketException e) {
        if (socket.isClosed()) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    String status = "200";
    List<String> lines = new ArrayList<>();
    lines.add("X-Server: " + name);
    String line;
    while ((line = in.readLine()) != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (field) {
        case "cookie" -> lines.add("X-Seen: <" + value + ">");
        case "x-answer" -> lines.add(value);
        case "x-status" -> status = value;
        default -> {}
      }
    }
    String length = status.equals("204") ? "" : "Content-Length: 0\r\n";
    String head = "HTTP/1.1 " + status + " X\r\n" + String.join("\r\n", lines) + "\r\n" + length;
    client
        .getOutputStream()
        .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
