package org.requestrouter.share;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.requestrouter.cache.SharedContent;

/**
 * Collects the content of a response that is to be shared, up to a limit. It may be given up by
 * another thread than the one that collects.
 */
final class Collector {
  private static final int FIRST = 4096;

  private final ByteBufferPool buffers;
  private final int limit;
  private RetainableByteBuffer collected;
  private int size;
  private boolean closed;

  /**
   * Creates a collector.
   *
   * @param expected the length of the content, or -1 if it is not known
   */
  Collector(ByteBufferPool buffers, int limit, long expected) {
    this.buffers = buffers;
    this.limit = limit;
    if (expected > 0 && expected <= limit) {
      collected = acquire((int) expected);
    }
  }

  /** Takes the bytes, unless they are too many, or nobody wants them: then none is taken. */
  synchronized boolean add(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (closed || length > limit - size) {
      return false;
    }
    if (length > 0) {
      makeRoom(size + length);
      BufferUtil.append(collected.getByteBuffer(), bytes);
      size += length;
    }
    return true;
  }

  private void makeRoom(int needed) {
    if (collected != null && collected.capacity() >= needed) {
      return;
    }
    int doubled = Math.min(limit, 2 * Math.max(FIRST / 2, size));
    RetainableByteBuffer larger = acquire(Math.max(needed, doubled));
    if (collected != null) {
      BufferUtil.append(larger.getByteBuffer(), collected.getByteBuffer());
      collected.release();
    }
    collected = larger;
  }

  private RetainableByteBuffer acquire(int capacity) {
    return buffers.acquire(capacity, true);
  }

  /** Returns what has been collected, with the only reference to it. */
  synchronized SharedContent content() {
    closed = true;
    RetainableByteBuffer taken = collected;
    collected = null;
    return taken == null
        ? SharedContent.empty()
        : SharedContent.of(taken.getByteBuffer(), taken::release);
  }

  /** Gives everything back that has not been taken. */
  void release() {
    content().release();
  }
}
