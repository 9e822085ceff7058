package org.requestrouter.examples.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What load to make.
 *
 * @param kind closed, open, hold, stream, websocket or websocket-idle
 * @param port of the server, on 127.0.0.1
 * @param path the request target; if it ends with {@code _=}, each request adds a number of its own
 * @param connections how many
 * @param seconds how long
 * @param rate requests a second, of an open loop
 * @param body bytes of content of each request, or of each message
 * @param close whether each request has a connection of its own
 */
public record Plan(
    String kind,
    int port,
    String path,
    int connections,
    double seconds,
    double rate,
    int body,
    boolean close) {
  /** The kind of WebSockets whose messages come back all the time. */
  public static final String WEB_SOCKET = "websocket";

  /** The kind of WebSockets that idle. */
  public static final String IDLE_WEB_SOCKET = "websocket-idle";

  /** A GET on kept connections. */
  public static Plan of(String kind, int port, String path, int connections, double seconds) {
    return new Plan(kind, port, path, connections, seconds, 0, 0, false);
  }

  /** WebSockets whose messages have so many bytes. */
  public static Plan ofWebSockets(
      String kind, int port, int connections, double seconds, int message) {
    return new Plan(kind, port, "/socket", connections, seconds, 0, message, false);
  }

  static Plan parse(String line) {
    String[] words = line.split(" ", -1);
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return new Plan(
        words[0],
        Integer.parseInt(values.get("port")),
        values.get("path"),
        Integer.parseInt(values.get("connections")),
        Double.parseDouble(values.get("seconds")),
        Double.parseDouble(values.get("rate")),
        Integer.parseInt(values.get("body")),
        Boolean.parseBoolean(values.get("close")));
  }

  /** The line that is read again as this plan. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s port=%d path=%s connections=%d seconds=%s rate=%s body=%d close=%s",
        kind,
        port,
        path,
        connections,
        seconds,
        rate,
        body,
        close);
  }

  /** Whether no two requests have the same target. */
  public boolean isNumbered() {
    return path.endsWith("_=");
  }

  /** The request, as it goes over the wire. */
  ByteBuffer request() {
    return request(path);
  }

  /** The request, with another target. */
  ByteBuffer request(String target) {
    String head =
        (body == 0 ? "GET " : "POST ")
            + target
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + (close ? "Connection: close\r\n" : "")
            + (body == 0
                ? ""
                : "Content-Type: application/octet-stream\r\nContent-Length: " + body + "\r\n")
            + "\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocateDirect(bytes.length + body).put(bytes);
    while (request.hasRemaining()) {
      request.put((byte) 'x');
    }
    return request.flip();
  }
}
