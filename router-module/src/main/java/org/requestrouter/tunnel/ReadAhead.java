package org.requestrouter.tunnel;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/** Bytes of a tunnel that were read, together with a header, before it was known to be one. */
public final class ReadAhead {
  private ByteBuffer bytes;

  /**
   * Keeps bytes.
   *
   * @param bytes what nobody else uses any more, or null for nothing
   */
  public ReadAhead(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Whether there is nothing, or nothing any more. */
  public boolean isEmpty() {
    return bytes == null;
  }

  /**
   * Moves as much as there is room for.
   *
   * @param buffer one that is empty in Jetty's sense
   * @return the number of bytes
   */
  public int moveTo(ByteBuffer buffer) {
    int count = BufferUtil.append(buffer, bytes);
    if (!bytes.hasRemaining()) {
      bytes = null;
    }
    return count;
  }
}
