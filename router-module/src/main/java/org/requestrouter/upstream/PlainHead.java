package org.requestrouter.upstream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpStatus;
import org.requestrouter.headers.HeaderLine;
import org.requestrouter.headers.HeaderLines;

/**
 * Reads the header of a {@link PlainResponse}, at a fraction of the cost of Jetty's parser. What
 * has anything peculiar is left to that: only what both read alike is read here. Each thread has
 * one, which is empty between two responses.
 */
final class PlainHead {
  private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.', '1', ' '};
  private static final int REASON = VERSION.length + 3;
  private static final int MAX_HEADER = 4096;
  private static final int MAX_LINES = 64;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;
  private static final long RETURNS = ONES * '\r';

  /** The multiplier of the FNV hash. */
  private static final long PRIME = 0x100000001b3L;

  private static final ThreadLocal<PlainHead> CURRENT = ThreadLocal.withInitial(PlainHead::new);

  /** With room for the last word, which may end behind the last byte. */
  private final byte[] bytes = new byte[MAX_HEADER + Long.BYTES];

  private final HeaderLine[] lines = new HeaderLine[MAX_LINES];
  private final HeaderLines reader = new HeaderLines();
  private int available;
  private long hash;

  private PlainHead() {}

  /**
   * Reads a header.
   *
   * @param received the first bytes of a response to any request but HEAD; the header's are
   *     consumed
   * @return the response, or null if it is not plain or not all there; then nothing is consumed
   */
  static PlainResponse read(ByteBuffer received) {
    PlainHead head = CURRENT.get();
    head.available = Math.min(received.remaining(), MAX_HEADER);
    received.get(received.position(), head.bytes, 0, head.available);
    int status = head.status();
    int start = status < 0 ? -1 : head.lineAfter(REASON);
    return start < 0 ? null : head.readLines(received, start, status);
  }

  /** Returns the status, or -1 unless it is that of a final response with content. */
  private int status() {
    if (available <= REASON
        || !Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length)
        || (bytes[REASON] != ' ' && bytes[REASON] != '\r')) {
      return -1;
    }
    int status = 0;
    for (int i = VERSION.length; i < REASON; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
      status = status * 10 + bytes[i] - '0';
    }
    boolean contentless =
        status < HttpStatus.OK_200
            || status == HttpStatus.NO_CONTENT_204
            || status == HttpStatus.NOT_MODIFIED_304;
    return contentless ? -1 : status;
  }

  /** Returns where the next line starts, or -1 if this one is not plain text. */
  private int lineAfter(int from) {
    for (int i = from; i < available - 1; i++) {
      if (bytes[i] == '\r') {
        return bytes[i + 1] == '\n' ? i + 2 : -1;
      }
      if (bytes[i] < ' ' || bytes[i] == 0x7F) {
        return -1;
      }
    }
    return -1;
  }

  private PlainResponse readLines(ByteBuffer received, int start, int status) {
    int count = 0;
    int from = start;
    while (true) {
      int to = endOfLine(from);
      if (to + 1 >= available || bytes[to + 1] != '\n') {
        return null;
      }
      if (to == from) {
        PlainResponse response = response(status, count);
        received.position(received.position() + (response == null ? 0 : to + 2));
        return response;
      }
      HeaderLine line = reader.read(bytes, from, to, Long.hashCode(hash));
      if (line == null || count == MAX_LINES) {
        return null;
      }
      lines[count++] = line;
      from = to + 2;
    }
  }

  /** Returns where the line ends, and leaves a hash of it; eight bytes at a time. */
  private int endOfLine(int from) {
    long hashed = 0;
    int at = from;
    while (at < available) {
      long word = (long) WORDS.get(bytes, at);
      long differing = word ^ RETURNS;
      // The highest bit of each byte that is a return; exact for the lowest of them.
      long found = (differing - ONES) & ~differing & HIGHS;
      if (found != 0) {
        int bits = Long.numberOfTrailingZeros(found) - 7;
        hashed = (hashed ^ (word & ((1L << bits) - 1))) * PRIME;
        at += bits / Byte.SIZE;
        break;
      }
      hashed = (hashed ^ word) * PRIME;
      at += Long.BYTES;
    }
    hash = hashed;
    return at;
  }

  private PlainResponse response(int status, int count) {
    long length = -1;
    boolean persistent = true;
    for (int i = 0; i < count; i++) {
      HeaderLine line = lines[i];
      persistent &= !line.closes();
      if (line.isLength()) {
        if (length >= 0) {
          return null;
        }
        length = line.length();
      }
    }
    return length < 0
        ? null
        : new PlainResponse(status, Arrays.copyOf(lines, count), length, persistent);
  }
}
