package org.requestrouter.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The content of a response that several clients get, in one buffer. Whoever uses it holds a
 * reference; the buffer is given back when the last one is released.
 */
public final class SharedContent {
  private final AtomicInteger references = new AtomicInteger(1);
  private final ByteBuffer bytes;
  private final Runnable release;

  private SharedContent(ByteBuffer bytes, Runnable release) {
    this.bytes = bytes;
    this.release = release;
  }

  /**
   * Takes over a buffer that nobody changes any more; the caller holds the first reference.
   *
   * @param bytes the content, from its position to its limit
   * @param release gives the buffer back
   */
  public static SharedContent of(ByteBuffer bytes, Runnable release) {
    return new SharedContent(bytes, release);
  }

  /** Returns no content; the caller holds the first reference. */
  public static SharedContent empty() {
    return new SharedContent(ByteBuffer.allocate(0), () -> {});
  }

  /** Adds a reference; false if there is none left, and so no content either. */
  public boolean tryRetain() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /**
   * Gives a reference back.
   *
   * @throws IllegalStateException if there is none
   */
  public void release() {
    int left = references.decrementAndGet();
    if (left < 0) {
      references.incrementAndGet();
      throw new IllegalStateException("released too often");
    }
    if (left == 0) {
      release.run();
    }
  }

  /** Returns the content for one reader, which holds a reference until it has read it. */
  public ByteBuffer slice() {
    if (references.get() <= 0) {
      throw new IllegalStateException("released");
    }
    return bytes.slice();
  }

  /** The number of bytes. */
  public int length() {
    return bytes.remaining();
  }

  /** The number of bytes that the buffer takes. */
  int capacity() {
    return bytes.capacity();
  }
}
