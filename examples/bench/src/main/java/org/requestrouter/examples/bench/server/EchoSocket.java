package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The server's end of a WebSocket (RFC 6455) that sends each frame back, unmasked in place and in
 * one write. It knows no frames above 64 KiB; a close ends the connection.
 */
final class EchoSocket {
  static final String PATH = "/socket";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MASK = 4;
  private static final int LENGTH_FOLLOWS = 126;
  private static final int CLOSE = 8;

  private byte[] part = {};

  /** Answers a handshake. */
  static Payload accept(String key) {
    return Payloads.raw(
        ByteBuffer.wrap(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: "
                    + hash(key + GUID)
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
  }

  private static String hash(String text) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException x) {
      throw new IllegalStateException(x);
    }
  }

  /** Takes what has come, and sends back the frames that are complete. */
  void read(ServedConnection connection, ByteBuffer buffer) throws IOException {
    ByteBuffer bytes = buffer;
    if (part.length > 0) {
      bytes = ByteBuffer.allocate(part.length + buffer.remaining()).put(part).put(buffer).flip();
    }
    while (echo(connection, bytes)) {
      // There may be another.
    }
    part = new byte[bytes.remaining()];
    bytes.get(part);
  }

  private static boolean echo(ServedConnection connection, ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    int available = bytes.remaining();
    if (available < 2) {
      return false;
    }
    byte first = bytes.get(start);
    int length = bytes.get(start + 1) & 0x7f;
    int header = 2;
    if (length > LENGTH_FOLLOWS) {
      throw new IOException("a frame of more than 64 KiB");
    }
    if (length == LENGTH_FOLLOWS) {
      if (available < 2 + Short.BYTES) {
        return false;
      }
      header = 2 + Short.BYTES;
      length = bytes.getShort(start + 2) & 0xffff;
    }
    if (available < header + MASK + length) {
      return false;
    }
    if ((first & 0xf) == CLOSE) {
      throw new IOException("closed by the client");
    }
    int payload = start + header + MASK;
    unmask(bytes, payload, length, bytes.getInt(start + header));
    bytes.put(payload - header, first);
    if (header == 2) {
      bytes.put(payload - 1, (byte) length);
    } else {
      bytes.put(payload - header + 1, (byte) LENGTH_FOLLOWS).putShort(payload - 2, (short) length);
    }
    bytes.position(payload + length);
    connection.send(bytes.slice(payload - header, header + length));
    return true;
  }

  private static void unmask(ByteBuffer bytes, int start, int length, int key) {
    long twice = (long) key << Integer.SIZE | (key & 0xffffffffL);
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      bytes.putLong(start + i, bytes.getLong(start + i) ^ twice);
    }
    for (; i < length; i++) {
      int shift = Byte.SIZE * (3 - i % MASK);
      bytes.put(start + i, (byte) (bytes.get(start + i) ^ (key >> shift)));
    }
  }
}
