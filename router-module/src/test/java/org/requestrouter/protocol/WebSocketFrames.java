package org.requestrouter.protocol;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Makes and reads frames of WebSockets (RFC 6455, 5.2) byte by byte. */
final class WebSocketFrames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** The key that every client here sends, and what a server answers (RFC 6455, 1.3). */
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  static final String[] ASKING = {
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: " + KEY
  };

  static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + ACCEPT
          + "\r\n\r\n";

  /**
   * A frame as it was read.
   *
   * @param first the first byte, with all of its bits
   * @param payload its bytes, unmasked, as ISO-8859-1
   */
  record Frame(int first, boolean masked, String payload) {
    int opcode() {
      return first & 0xF;
    }

    int closeCode() {
      return payload.charAt(0) << 8 | payload.charAt(1);
    }
  }

  private WebSocketFrames() {}

  static byte[] frame(boolean last, int opcode, boolean masked, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    int mask = masked ? 0x80 : 0;
    if (payload.length < 126) {
      frame.write(mask | payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(mask | 126);
      writeLength(frame, payload.length, 2);
    } else {
      frame.write(mask | 127);
      writeLength(frame, payload.length, 8);
    }
    byte[] key = {0x12, 0x34, (byte) 0xAB, (byte) 0xCD};
    if (masked) {
      frame.writeBytes(key);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.write(masked ? payload[i] ^ key[i % 4] : payload[i]);
    }
    return frame.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream to, long length, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) to.write((int) (length >> (8 * i)));
  }

  static byte[] text(boolean masked, String text) {
    return frame(true, TEXT, masked, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads one frame and takes its mask off. */
  static Frame read(Wire wire) throws IOException {
    int first = wire.read();
    int second = wire.read();
    int said = second & 0x7F;
    long length = said == 126 ? number(wire, 2) : said == 127 ? number(wire, 8) : said;
    boolean masked = (second & 0x80) != 0;
    byte[] key = masked ? bytes(wire, 4) : new byte[4];
    byte[] payload = bytes(wire, (int) length);
    for (int i = 0; i < payload.length; i++) payload[i] ^= key[i % 4];
    return new Frame(first, masked, new String(payload, StandardCharsets.ISO_8859_1));
  }

  private static long number(Wire wire, int bytes) throws IOException {
    long number = 0;
    for (byte b : bytes(wire, bytes)) number = number << 8 | (b & 0xFF);
    return number;
  }

  private static byte[] bytes(Wire wire, int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int read = wire.read();
      if (read < 0) throw new EOFException("the peer has ended");
      bytes[i] = (byte) read;
    }
    return bytes;
  }
}
