package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of each response; keeps the last bytes of the content, and nothing else. */
final class ResponseReader {
  private static final byte[] NONE = {};
  private static final int END_OF_HEADER = 0x0d0a0d0a;
  private static final long END_OF_CHUNKS = 0x300d0a0d0aL;
  private static final long CHUNK_MASK = 0xffffffffffL;
  private static final int LENGTH_OF_TIME = 19;

  private byte[] headPart = NONE;
  private boolean inContent;
  private boolean chunked;
  private long left;
  private long window;
  private int status;
  private final byte[] text = new byte[LENGTH_OF_TIME];
  private int textLength;

  /** Whether the response is complete now; what follows stays in the buffer. */
  boolean read(ByteBuffer buffer) throws IOException {
    if (!inContent && !readHead(buffer)) {
      return false;
    }
    boolean complete = chunked ? readChunks(buffer) : readLength(buffer);
    inContent = !complete;
    return complete;
  }

  int status() {
    return status;
  }

  /** The time that the content of a released response consists of. */
  long time() {
    return Long.parseLong(new String(text, 0, textLength, StandardCharsets.US_ASCII));
  }

  private boolean readHead(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    int end = headPart.length == 0 ? wholeHead(buffer) : -1;
    String head;
    if (end >= 0) {
      byte[] bytes = new byte[end - start];
      buffer.get(bytes);
      head = new String(bytes, StandardCharsets.ISO_8859_1);
    } else {
      head = restOfHead(buffer);
      if (head == null) {
        return false;
      }
    }
    begin(head);
    return true;
  }

  private static int wholeHead(ByteBuffer buffer) {
    int last = 0;
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      last = last << 8 | buffer.get(i);
      if (last == END_OF_HEADER) {
        return i + 1;
      }
    }
    return -1;
  }

  private String restOfHead(ByteBuffer buffer) {
    byte[] bytes = new byte[headPart.length + buffer.remaining()];
    System.arraycopy(headPart, 0, bytes, 0, headPart.length);
    int start = buffer.position();
    buffer.get(bytes, headPart.length, buffer.remaining());
    int end = wholeHead(ByteBuffer.wrap(bytes));
    if (end < 0) {
      headPart = bytes;
      return null;
    }
    buffer.position(start + end - headPart.length);
    headPart = NONE;
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  private void begin(String head) throws IOException {
    status = Integer.parseInt(head, 9, 12, 10);
    String fields = head.toLowerCase(Locale.ROOT);
    int length = fields.indexOf("\ncontent-length:");
    chunked = length < 0;
    if (chunked && !fields.contains("\ntransfer-encoding: chunked")) {
      throw new IOException("a response without length: " + head);
    }
    window = 0;
    textLength = 0;
    left =
        chunked
            ? 0
            : Long.parseLong(
                fields
                    .substring(fields.indexOf(':', length) + 1, fields.indexOf('\r', length))
                    .trim());
  }

  private boolean readLength(ByteBuffer buffer) {
    int part = (int) Math.min(left, buffer.remaining());
    int kept = Math.min(part, text.length - textLength);
    buffer.get(text, textLength, kept);
    textLength += kept;
    buffer.position(buffer.position() + part - kept);
    left -= part;
    return left == 0;
  }

  private boolean readChunks(ByteBuffer buffer) {
    // As the back end does: the content consists of letters, so its end is unmistakable.
    buffer.position(Math.max(buffer.position(), buffer.limit() - Long.BYTES));
    while (buffer.hasRemaining()) {
      window = window << 8 | buffer.get();
    }
    return (window & CHUNK_MASK) == END_OF_CHUNKS;
  }
}
