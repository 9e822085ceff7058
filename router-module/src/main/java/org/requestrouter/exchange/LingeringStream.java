package org.requestrouter.exchange;

import java.io.IOException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ExceptionUtil;

/**
 * A client's HTTP/1 stream with a response that came before the end of the request, from a door
 * that ends the request with the response. Jetty closes the connection then, and bytes still to
 * come would turn that into a reset, with which the response may be lost: they are dropped first.
 */
final class LingeringStream extends HttpStream.Wrapper {
  private static final int BUFFER = 16 * 1024;

  private final AbstractEndPoint endPoint;
  private final ByteBufferPool buffers;
  private Throwable failure;
  private long dropped;

  LingeringStream(HttpStream stream, Request request, AbstractEndPoint endPoint) {
    super(stream);
    this.endPoint = endPoint;
    this.buffers = request.getComponents().getByteBufferPool();
  }

  @Override
  public void succeeded() {
    finish();
  }

  /** The response is out here as well, unless it was aborted: the failure is the unread rest. */
  @Override
  public void failed(Throwable cause) {
    failure = cause;
    if (ExceptionUtil.hasAssociated(cause, Request.Handler.AbortException.class)) {
      end();
    } else {
      finish();
    }
  }

  private void finish() {
    if (drop()) {
      end();
    }
  }

  private void end() {
    if (failure == null) {
      super.succeeded();
    } else {
      super.failed(failure);
    }
  }

  /** Drops what is there; false if more is to be waited for. */
  private boolean drop() {
    RetainableByteBuffer buffer = buffers.acquire(BUFFER, true);
    try {
      while (dropped < RequestContent.DISCARD_LIMIT) {
        BufferUtil.clear(buffer.getByteBuffer());
        int filled = endPoint.fill(buffer.getByteBuffer());
        if (filled < 0) {
          return true;
        }
        if (filled == 0) {
          return !endPoint.tryFillInterested(new Fillable());
        }
        dropped += filled;
      }
      return true;
    } catch (IOException x) {
      return true;
    } finally {
      buffer.release();
    }
  }

  private final class Fillable implements Callback {
    @Override
    public void succeeded() {
      finish();
    }

    /** The client is idle, or has gone. */
    @Override
    public void failed(Throwable cause) {
      end();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
