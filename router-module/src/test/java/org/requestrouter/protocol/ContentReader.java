package org.requestrouter.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the content of one message byte by byte, strict about its framing: one framing field at
 * most, and only an end that the framing itself announces counts as complete.
 */
public final class ContentReader {
  private enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final Wire wire;
  private final Framing framing;
  private final List<String> chunkLines = new ArrayList<>();
  private List<Field> trailers = List.of();
  private long remaining;
  private boolean chunkOpen;
  private boolean complete;

  private ContentReader(Wire wire, Framing framing, long length) {
    this.wire = wire;
    this.framing = framing;
    this.remaining = length;
    this.complete = framing == Framing.LENGTH && length == 0;
  }

  public static ContentReader ofRequest(Wire wire, Head head) {
    ContentReader framed = framed(wire, head);
    return framed == null ? new ContentReader(wire, Framing.LENGTH, 0) : framed;
  }

  public static ContentReader ofResponse(Wire wire, Head head, String method) {
    ContentReader framed = framed(wire, head);
    int status = head.status();
    boolean empty = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    if (empty) return new ContentReader(wire, Framing.LENGTH, 0);
    return framed == null ? new ContentReader(wire, Framing.UNTIL_CLOSE, 0) : framed;
  }

  private static ContentReader framed(Wire wire, Head head) {
    List<String> lengths = head.values("Content-Length");
    List<String> codings = head.values("Transfer-Encoding");
    if (lengths.size() + codings.size() > 1)
      throw new AssertionError("more than one framing field: " + head);
    if (!lengths.isEmpty())
      return new ContentReader(wire, Framing.LENGTH, Long.parseLong(lengths.get(0)));
    if (codings.isEmpty()) return null;
    if (!codings.get(0).equals("chunked")) throw new AssertionError("unknown coding: " + head);
    return new ContentReader(wire, Framing.CHUNKED, 0);
  }

  /**
   * The next byte, or -1 once the framing says that the content is complete.
   *
   * @throws IOException if the connection ends before
   */
  public int next() throws IOException {
    if (complete) return -1;
    if (framing == Framing.CHUNKED && remaining == 0 && !nextChunk()) return -1;
    int read = wire.read();
    if (read < 0) {
      if (framing != Framing.UNTIL_CLOSE) throw new EOFException("content is truncated");
      complete = true;
      return -1;
    }
    if (framing != Framing.UNTIL_CLOSE) remaining--;
    if (framing == Framing.LENGTH && remaining == 0) complete = true;
    return read;
  }

  /** The line end of a chunk is read with the next chunk: a sender may send them together. */
  private boolean nextChunk() throws IOException {
    if (chunkOpen && !wire.readLine().isEmpty())
      throw new AssertionError("chunk data is longer than its size");
    chunkOpen = true;
    String line = wire.readLine();
    chunkLines.add(line);
    remaining = Long.parseLong(line.split(";", 2)[0].strip(), 16);
    if (remaining > 0) return true;
    trailers = wire.readFields();
    complete = true;
    return false;
  }

  /** Reads exactly those bytes, and no further. */
  public void expect(String latin1) throws IOException {
    for (int i = 0; i < latin1.length(); i++)
      if (next() != latin1.charAt(i)) throw new AssertionError("other content at " + i);
  }

  /** The rest of the content as ISO-8859-1. */
  public String rest() throws IOException {
    StringBuilder content = new StringBuilder();
    for (int read = next(); read >= 0; read = next()) content.append((char) read);
    return content.toString();
  }

  /** The content up to where it breaks off; fails if it is complete. */
  public String truncated() {
    StringBuilder content = new StringBuilder();
    try {
      for (int read = next(); read >= 0; read = next()) content.append((char) read);
    } catch (IOException expected) {
      return content.toString();
    }
    throw new AssertionError("content ended cleanly: " + content);
  }

  /** Drops content until {@code count} bytes were read or it broke off. */
  void skip(long count) {
    try {
      for (long i = 0; i < count; i++) if (next() < 0) return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Field> trailers() {
    return trailers;
  }

  /** The chunk size lines as they stood on the wire, with any extension. */
  List<String> chunkLines() {
    return chunkLines;
  }
}
