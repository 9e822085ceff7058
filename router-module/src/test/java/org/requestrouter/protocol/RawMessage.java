package org.requestrouter.protocol;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one message as a simple program does, and keeps its bytes. Chunked content is joined, since
 * its division into chunks means nothing.
 */
public final class RawMessage {
  /** Where the bytes come from; -1 at their end. */
  @FunctionalInterface
  public interface Bytes {
    int read() throws IOException;
  }

  private final Bytes in;
  private final StringBuilder message = new StringBuilder();
  private long length;
  private boolean chunked;

  private RawMessage(Bytes in) {
    this.in = in;
  }

  /** An incomplete or senseless message, as far as it came. */
  public static final class BadMessage extends IOException {
    private static final long serialVersionUID = 1L;

    private BadMessage(String message) {
      super(message);
    }
  }

  /**
   * Reads a message.
   *
   * @return null if the stream ends before its first byte
   * @throws BadMessage if it ends later, or the message makes no sense
   */
  public static String read(Bytes in) throws IOException {
    RawMessage message = new RawMessage(in);
    try {
      return message.readAll();
    } catch (EOFException | NumberFormatException x) {
      if (message.message.isEmpty()) {
        return null;
      }
      BadMessage bad = new BadMessage(message.message.toString());
      bad.initCause(x);
      throw bad;
    }
  }

  /** What {@link #read} makes of such a message. */
  public static String normal(String latin1) throws IOException {
    return read(new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1))::read);
  }

  private String readAll() throws IOException {
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      message.append(line).append("\r\n");
      note(line.toLowerCase(Locale.ROOT));
    }
    message.append("\r\n");
    if (message.indexOf("HTTP/1.1 204") == 0 || message.indexOf("HTTP/1.1 304") == 0) {
      return message.toString();
    }
    if (chunked) {
      readChunks();
    } else {
      readContent(length);
    }
    return message.toString();
  }

  private void note(String line) {
    int colon = line.indexOf(':');
    String name = line.substring(0, Math.max(0, colon));
    String value = line.substring(colon + 1).strip();
    if (name.equals("content-length")) {
      length = Long.parseLong(value);
    } else if (name.equals("transfer-encoding")) {
      chunked = value.equals("chunked");
    }
  }

  private void readChunks() throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      readContent(size);
      if (!readLine().isEmpty()) {
        throw new NumberFormatException("chunk longer than its size");
      }
    }
    message.append("[end]\r\n");
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      message.append(line).append("\r\n");
    }
  }

  private long chunkSize() throws IOException {
    return Long.parseLong(readLine(), 16);
  }

  private void readContent(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      message.append((char) readByte());
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < 2 || line.indexOf("\r\n", line.length() - 2) < 0) {
      line.append((char) readByte());
    }
    return line.substring(0, line.length() - 2);
  }

  private int readByte() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }
}
