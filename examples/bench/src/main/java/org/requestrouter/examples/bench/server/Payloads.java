package org.requestrouter.examples.bench.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The responses, each made once. */
final class Payloads {
  /** A path of this prefix and a number is answered with so many bytes. */
  static final String PREFIX = "/b/";

  private static final String STATUS = "HTTP/1.1 200 OK\r\n";
  private static final int BLOCK = 1024 * 1024;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final ByteBuffer block = filled(ByteBuffer.allocateDirect(BLOCK)).flip();
  private final Map<String, Payload> sized = new HashMap<>();
  private final Payload accepted = text("accepted");

  Payload accepted() {
    return accepted;
  }

  Payload sized(String path) {
    return sized.computeIfAbsent(path, p -> make(Long.parseLong(p.substring(PREFIX.length()))));
  }

  private Payload make(long size) {
    byte[] head = head(size);
    int part = (int) (size % BLOCK);
    ByteBuffer first = ByteBuffer.allocateDirect(head.length + part);
    first.put(head);
    return new Payload(filled(first).flip(), block, size / BLOCK);
  }

  private static ByteBuffer filled(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      buffer.put((byte) 'x');
    }
    return buffer;
  }

  private static byte[] head(long size) {
    return head("application/octet-stream", size);
  }

  private static byte[] head(String type, long size) {
    return ascii(STATUS + "Content-Type: " + type + "\r\nContent-Length: " + size + "\r\n\r\n");
  }

  /** The same response, of which the client learns that it is the last one. */
  static ByteBuffer closing(ByteBuffer first) {
    byte[] start = ascii(STATUS + "Connection: close\r\n");
    ByteBuffer rest = first.duplicate().position(STATUS.length());
    return ByteBuffer.allocate(start.length + rest.remaining()).put(start).put(rest).flip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Payload text(String text) {
    return whole(head(text.length()), text);
  }

  static Payload json(String text) {
    return whole(head("application/json", text.length()), text);
  }

  private static Payload whole(byte[] head, String text) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(head.length + text.length());
    return raw(buffer.put(head).put(ascii(text)).flip());
  }

  static Payload raw(ByteBuffer bytes) {
    return new Payload(bytes, EMPTY, 0);
  }
}
