package org.requestrouter.tunnel;

import java.nio.ByteBuffer;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455, 5.2) to know where one ends, which
 * is where a control frame may be put in. It reads the length of each frame and nothing else.
 */
final class FrameBoundaries {
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int FIXED_HEADER = 2;
  private static final int MASK = 4;

  /** The bytes of the header that have passed. */
  private byte headerSeen;

  private byte headerLength;
  private byte lengthBytes;
  private long length;

  /** The bytes of the payload that have not passed. */
  private long payload;

  /** Whether the next byte begins a frame. */
  boolean isBetweenFrames() {
    return headerSeen == 0 && payload == 0;
  }

  /** Passes over bytes without consuming them. */
  void pass(ByteBuffer bytes) {
    pass(bytes, false);
  }

  /**
   * Passes over bytes up to the end of the present frame, without consuming them.
   *
   * @return where the frame ends, or the limit of the bytes if it does not end in them
   */
  int passToEnd(ByteBuffer bytes) {
    return isBetweenFrames() ? bytes.position() : pass(bytes, true);
  }

  private int pass(ByteBuffer bytes, boolean toEnd) {
    int at = bytes.position();
    int limit = bytes.limit();
    while (at < limit) {
      if (payload > 0) {
        long count = Math.min(payload, limit - at);
        payload -= count;
        at += (int) count;
      } else {
        header(bytes.get(at++));
      }
      if (toEnd && isBetweenFrames()) {
        return at;
      }
    }
    return at;
  }

  private void header(byte next) {
    int index = headerSeen++;
    if (index == 0) {
      headerLength = FIXED_HEADER;
    } else if (index == 1) {
      lengths(next);
    } else if (index < FIXED_HEADER + lengthBytes) {
      length = length << Byte.SIZE | (next & 0xFF);
    }
    if (headerSeen == headerLength && index > 0) {
      headerSeen = 0;
      // The highest bit must be 0; where it is not, no frame ever ends.
      payload = length < 0 ? Long.MAX_VALUE : length;
    }
  }

  private void lengths(byte next) {
    int said = next & 0x7F;
    boolean masked = next < 0;
    lengthBytes =
        (byte) (said == SHORT_LENGTH ? Short.BYTES : said == LONG_LENGTH ? Long.BYTES : 0);
    length = lengthBytes == 0 ? said : 0;
    headerLength = (byte) (FIXED_HEADER + lengthBytes + (masked ? MASK : 0));
  }
}
