package org.requestrouter.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * What a socket has yet to write, one write at a time. The socket may be closed on any thread: a
 * write that is pending then fails, and so does one that comes later.
 */
final class PendingWrite {

  /** What is written, and who is told. */
  static final class Rest {
    final Callback callback;
    final ByteBuffer[] buffers;

    Rest(Callback callback, ByteBuffer... buffers) {
      this.callback = callback;
      this.buffers = buffers;
    }

    private void cut() {
      callback.failed(new EofException("connection to the server closed"));
    }
  }

  private Rest rest;
  private boolean closed;

  /** Keeps what cannot be written now; false if it has failed instead. */
  boolean put(Rest unwritten) {
    synchronized (this) {
      if (!closed) {
        rest = unwritten;
        return true;
      }
    }
    unwritten.cut();
    return false;
  }

  /** Takes what was kept, or null. */
  synchronized Rest take() {
    Rest taken = rest;
    rest = null;
    return taken;
  }

  /** Nothing can be written any more. */
  void close() {
    Rest unwritten;
    synchronized (this) {
      closed = true;
      unwritten = rest;
      rest = null;
    }
    if (unwritten != null) {
      unwritten.cut();
    }
  }
}
