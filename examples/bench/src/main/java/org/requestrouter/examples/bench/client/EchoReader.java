package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds the ends of a handshake's answer and of the messages after it, which have one size. */
final class EchoReader {
  private static final int END_OF_HEADER = 0x0d0a0d0a;
  private static final String SWITCHING = "HTTP/1.1 101 ";

  private final int size;
  private final StringBuilder head = new StringBuilder();
  private int window;
  private boolean open;
  private int left;

  /**
   * Creates a reader.
   *
   * @param payload bytes of each message
   */
  EchoReader(int payload) {
    size = Frames.unmaskedLength(payload);
    left = size;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the handshake, or a message, is complete now; what follows stays in the buffer. */
  boolean read(ByteBuffer buffer) throws IOException {
    if (!open) {
      return readHead(buffer);
    }
    boolean begins = left == size;
    int start = buffer.position();
    int part = Math.min(left, buffer.remaining());
    buffer.position(start + part);
    left -= part;
    if (begins) {
      check(buffer.get(start), Frames.BINARY);
    }
    if (left > 0) {
      return false;
    }
    check(buffer.get(start + part - 1), Frames.CONTENT);
    left = size;
    return true;
  }

  private static void check(byte found, byte expected) throws IOException {
    if (found != expected) {
      throw new IOException("not the message that was sent");
    }
  }

  private boolean readHead(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && !open) {
      byte next = buffer.get();
      head.append((char) next);
      window = window << 8 | next;
      open = window == END_OF_HEADER;
    }
    if (!open) {
      return false;
    }
    String text = head.toString();
    head.setLength(0);
    head.trimToSize();
    if (!text.startsWith(SWITCHING) || !text.contains(Frames.ACCEPT)) {
      throw new IOException("no WebSocket: " + text.lines().findFirst().orElse(""));
    }
    return true;
  }
}
