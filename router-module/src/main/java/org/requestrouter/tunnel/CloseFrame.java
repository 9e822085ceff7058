package org.requestrouter.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The router's own goodbye on a WebSocket: status 1001, going away (RFC 6455, 5.5.1 and 7.4.1). */
final class CloseFrame {
  private static final byte FIN_CLOSE = (byte) 0x88;
  private static final int MASKED = 0x80;
  private static final short GOING_AWAY = 1001;

  private CloseFrame() {}

  /** For a client, which gets its frames unmasked. */
  static ByteBuffer toClient(String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Short.BYTES + text.length;
    ByteBuffer frame = ByteBuffer.allocate(2 + length);
    return frame.put(FIN_CLOSE).put((byte) length).putShort(GOING_AWAY).put(text).flip();
  }

  /** For a server, which takes masked frames only (RFC 6455, 5.3). */
  static ByteBuffer toServer(String reason) {
    ByteBuffer unmasked = toClient(reason);
    int key = ThreadLocalRandom.current().nextInt();
    ByteBuffer frame = ByteBuffer.allocate(unmasked.remaining() + Integer.BYTES);
    frame.put(unmasked.get()).put((byte) (unmasked.get() | MASKED)).putInt(key);
    for (int i = 0; unmasked.hasRemaining(); i++) {
      int shift = Byte.SIZE * (3 - i % Integer.BYTES);
      frame.put((byte) (unmasked.get() ^ (key >> shift)));
    }
    return frame.flip();
  }
}
