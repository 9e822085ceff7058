package org.requestrouter.protocol;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A thread that sends a known pattern on a wire until it is done or the wire ends. */
final class BulkSender extends Thread {
  private static final int PERIOD = 251;
  private static final int BLOCK = PERIOD * 256;

  private final Wire wire;
  private final long total;
  private final AtomicLong sent = new AtomicLong();
  private long lastSeen = -1;
  private int unchanged;

  private BulkSender(Wire wire, long total) {
    super("bulk-sender");
    this.wire = wire;
    this.total = total;
    setDaemon(true);
  }

  static BulkSender start(Wire wire) {
    return start(wire, Long.MAX_VALUE);
  }

  static BulkSender start(Wire wire, long total) {
    BulkSender sender = new BulkSender(wire, total);
    sender.start();
    return sender;
  }

  @Override
  public void run() {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) block[i] = (byte) (i % PERIOD);
    try {
      while (sent.get() < total) {
        int length = (int) Math.min(BLOCK, total - sent.get());
        wire.send(length == BLOCK ? block : Arrays.copyOf(block, length));
        sent.addAndGet(length);
      }
    } catch (IOException e) {
      // The wire ended; the test sees that this thread did, too.
    }
  }

  long sent() {
    return sent.get();
  }

  /** To be polled: true once nothing could be sent over several polls. */
  boolean isBlocked() {
    long now = sent.get();
    unchanged = now == lastSeen ? unchanged + 1 : 0;
    lastSeen = now;
    return unchanged >= 5;
  }

  /** Reads that many bytes and compares them with the pattern. */
  static void verify(Wire wire, long count) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long position = 0;
    while (position < count) {
      int read = wire.read(buffer);
      if (read < 0) throw new AssertionError("ended after " + position);
      for (int i = 0; i < read; i++, position++)
        if (buffer[i] != (byte) (position % PERIOD))
          throw new AssertionError("wrong byte at " + position);
    }
  }
}
