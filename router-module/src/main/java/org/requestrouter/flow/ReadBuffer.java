package org.requestrouter.flow;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * A buffer that a response is read into. Each thread has one of its own, which is taken and given
 * back within one reading, as a rule, and needs no pool's bookkeeping. Only while a slow client
 * keeps that are others taken from the pool.
 */
public final class ReadBuffer {
  private static final int SIZE = 64 * 1024;

  /** The size of the first pooled buffer of a response, since most responses are small. */
  private static final int SMALL = 8 * 1024;

  private static final ThreadLocal<ReadBuffer> OWN =
      ThreadLocal.withInitial(() -> new ReadBuffer(BufferUtil.allocateDirect(SIZE), null));

  private final ByteBuffer bytes;
  private final RetainableByteBuffer pooled;

  /** Cleared by whichever thread ends the write of the bytes. */
  private volatile boolean taken;

  private ReadBuffer(ByteBuffer bytes, RetainableByteBuffer pooled) {
    this.bytes = bytes;
    this.pooled = pooled;
  }

  /**
   * Returns an empty buffer.
   *
   * @param large whether a small one has been filled before
   */
  public static ReadBuffer acquire(ByteBufferPool pool, boolean large) {
    ReadBuffer own = OWN.get();
    if (!own.taken) {
      own.taken = true;
      return own;
    }
    RetainableByteBuffer buffer = pool.acquire(large ? SIZE : SMALL, true);
    return new ReadBuffer(buffer.getByteBuffer(), buffer);
  }

  /** The bytes, in Jetty's flush mode. */
  public ByteBuffer bytes() {
    return bytes;
  }

  public boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  /** Gives the buffer back; it must not be used any more. */
  public void release() {
    if (pooled == null) {
      BufferUtil.clear(bytes);
      taken = false;
    } else {
      pooled.release();
    }
  }
}
