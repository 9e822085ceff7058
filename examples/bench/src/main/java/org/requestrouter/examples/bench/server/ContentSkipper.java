package org.requestrouter.examples.bench.server;

import java.nio.ByteBuffer;

/**
 * Skips a request's content.
 *
 * <p>The end of chunked content is told by its last five bytes alone, which is enough since the
 * load consists of letters.
 */
final class ContentSkipper {
  private static final long END = 0x300d0a0d0aL;
  private static final long MASK = 0xffffffffffL;

  private final boolean chunked;
  private long left;
  private long window;

  ContentSkipper(long length) {
    this.chunked = length < 0;
    this.left = length;
  }

  /** Whether the content is complete now. */
  boolean skip(ByteBuffer buffer) {
    if (!chunked) {
      int skipped = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + skipped);
      left -= skipped;
      return left == 0;
    }
    buffer.position(Math.max(buffer.position(), buffer.limit() - Long.BYTES));
    while (buffer.hasRemaining()) {
      window = window << 8 | buffer.get();
    }
    return (window & MASK) == END;
  }
}
