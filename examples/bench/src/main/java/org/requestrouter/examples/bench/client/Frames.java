package org.requestrouter.examples.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The handshake and the messages of a WebSocket's client (RFC 6455). */
final class Frames {
  /** The first byte of a whole binary message. */
  static final byte BINARY = (byte) 0x82;

  /** What answers the key of the handshake (RFC 6455, 1.3). */
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  /** What messages consist of. */
  static final byte CONTENT = 'x';

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final int MASKED = 0x80;
  private static final int LENGTH_FOLLOWS = 126;
  private static final int MASK_KEY = 0x5a3c96e1;

  private Frames() {}

  static ByteBuffer handshake(String path) {
    String text =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + KEY
            + "\r\n\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Makes a message of so many bytes, at most 64 KiB less one. */
  static ByteBuffer masked(int payload) {
    ByteBuffer frame = ByteBuffer.allocateDirect(unmaskedLength(payload) + Integer.BYTES);
    frame.put(BINARY);
    if (payload < LENGTH_FOLLOWS) {
      frame.put((byte) (MASKED | payload));
    } else {
      frame.put((byte) (MASKED | LENGTH_FOLLOWS)).putShort((short) payload);
    }
    frame.putInt(MASK_KEY);
    for (int i = 0; i < payload; i++) {
      int shift = Byte.SIZE * (3 - i % Integer.BYTES);
      frame.put((byte) (CONTENT ^ (MASK_KEY >> shift)));
    }
    return frame.flip();
  }

  /** The length of the frame that comes back. */
  static int unmaskedLength(int payload) {
    return payload < LENGTH_FOLLOWS ? 2 + payload : 4 + payload;
  }
}
