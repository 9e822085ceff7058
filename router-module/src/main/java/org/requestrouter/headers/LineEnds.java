package org.requestrouter.headers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Keeps what ends a line, or a text in some servers, out of what must not do so. */
final class LineEnds {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;

  private LineEnds() {}

  /** Replaces CR, LF and NUL by blanks; eight bytes at a time while there are none. */
  static void blank(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= Long.BYTES && !has((long) WORDS.get(bytes, at))) {
      at += Long.BYTES;
    }
    for (; at < to; at++) {
      if (bytes[at] == '\r' || bytes[at] == '\n' || bytes[at] == 0) {
        bytes[at] = ' ';
      }
    }
  }

  private static boolean has(long word) {
    long zeros = zeros(word) | zeros(word ^ (ONES * '\r')) | zeros(word ^ (ONES * '\n'));
    return (zeros & HIGHS) != 0;
  }

  /** The highest bit of each byte that is zero, and perhaps of one above such a byte. */
  private static long zeros(long word) {
    return (word - ONES) & ~word;
  }
}
