package org.requestrouter.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.requestrouter.headers.HeaderLine;
import org.requestrouter.headers.Upgrade;

/**
 * A response like most, whose header came in one piece, has nothing peculiar, and gives the length
 * of the content.
 */
final class PlainResponse implements ResponseReader {
  private final int status;
  private final HeaderLine[] lines;
  private final boolean persistent;
  private long remaining;
  private ByteBuffer content;
  private Throwable failure;

  /**
   * Creates a response whose content has yet to be read.
   *
   * @param status one of a final response with content
   */
  PlainResponse(int status, HeaderLine[] lines, long length, boolean persistent) {
    this.status = status;
    this.lines = lines;
    this.remaining = length;
    this.persistent = persistent;
  }

  @Override
  public void parse(ByteBuffer bytes) {
    content = null;
    int available = (int) Math.min(bytes.remaining(), remaining);
    if (available > 0) {
      content = bytes.slice(bytes.position(), available);
      bytes.position(bytes.position() + available);
      remaining -= available;
    }
  }

  @Override
  public void end() {
    content = null;
    if (remaining > 0) {
      failure = new EofException("early EOF");
    }
  }

  @Override
  public void next() {
    throw new IllegalStateException("no interim response");
  }

  @Override
  public void release() {
    // Belongs to nobody else.
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public boolean isHeaderComplete() {
    return true;
  }

  @Override
  public boolean isMessageComplete() {
    return remaining == 0;
  }

  /** A plain response is a final one. */
  @Override
  public String accepted(Upgrade asked) {
    return null;
  }

  @Override
  public boolean isChunked() {
    return false;
  }

  @Override
  public boolean isPersistent() {
    return persistent;
  }

  @Override
  public void copyFields(HttpFields.Mutable to) {
    for (HeaderLine line : lines) {
      line.copyTo(to);
    }
  }

  @Override
  public HttpFields trailers() {
    return null;
  }

  @Override
  public ByteBuffer content() {
    return content;
  }

  @Override
  public Throwable failure() {
    return failure;
  }
}
