package org.requestrouter.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The content of a stream that a filter hands out, read without blocking. Reading and demanding are
 * the exchange's, one at a time; the container's events may come at any time, also between a read
 * that has found nothing and the demand that follows it.
 */
final class StreamContent implements Content.Source, ReadListener {
  private static final int SIZE = 8 * 1024;

  private final ServletInputStream input;
  private final HttpServletRequest request;
  private final ByteBufferPool buffers;
  private boolean listening;
  private boolean ended;

  // Guarded by this.
  private Throwable failure;
  private boolean allRead;
  private boolean signalled;
  private Runnable demand;

  StreamContent(ServletInputStream input, HttpServletRequest request, ByteBufferPool buffers) {
    this.input = input;
    this.request = request;
    this.buffers = buffers;
  }

  /** Creates content that cannot be read. */
  StreamContent(Throwable failure) {
    this(null, null, null);
    this.failure = failure;
  }

  @Override
  public Content.Chunk read() {
    synchronized (this) {
      if (failure != null) {
        return Content.Chunk.from(failure, true);
      }
      signalled = false;
    }
    if (ended) {
      return Content.Chunk.EOF;
    }
    try {
      listen();
      return readAvailable();
    } catch (IOException | RuntimeException x) {
      fail(meaning(x));
      return Content.Chunk.from(meaning(x), true);
    }
  }

  private void listen() {
    if (!listening) {
      listening = true;
      input.setReadListener(this);
    }
  }

  private Content.Chunk readAvailable() throws IOException {
    while (input.isReady()) {
      RetainableByteBuffer buffer = buffers.acquire(SIZE, false);
      try {
        ByteBuffer bytes = buffer.getByteBuffer();
        int count = input.read(bytes.array(), bytes.arrayOffset(), bytes.capacity());
        if (count < 0) {
          return end();
        }
        if (count > 0) {
          bytes.limit(count).position(0);
          buffer.retain();
          return Content.Chunk.asChunk(bytes, false, buffer);
        }
      } finally {
        buffer.release();
      }
    }
    synchronized (this) {
      return allRead ? end() : null;
    }
  }

  private Content.Chunk end() {
    ended = true;
    Map<String, String> trailers =
        request.isTrailerFieldsReady() ? request.getTrailerFields() : null;
    if (trailers == null || trailers.isEmpty()) {
      return Content.Chunk.EOF;
    }
    HttpFields.Mutable fields = HttpFields.build();
    trailers.forEach(fields::add);
    return new Trailers(fields);
  }

  /** What a filter cannot decode, the client has sent wrong; the rest is the connection's end. */
  private static Throwable meaning(Throwable x) {
    Throwable cause = x.getCause();
    if (cause instanceof TimeoutException || cause instanceof HttpException) {
      return cause;
    }
    boolean known = x instanceof EofException || x instanceof HttpException;
    return known
        ? x
        : new HttpException.RuntimeException(
            HttpStatus.BAD_REQUEST_400, "request content cannot be read", x);
  }

  @Override
  public void demand(Runnable task) {
    boolean wait;
    synchronized (this) {
      wait = !signalled && failure == null;
      if (wait) {
        demand = task;
      }
    }
    if (!wait) {
      task.run();
      return;
    }
    try {
      listen();
    } catch (IllegalStateException x) {
      fail(x);
    }
  }

  @Override
  public void fail(Throwable cause) {
    synchronized (this) {
      if (failure == null) {
        failure = cause;
      }
    }
    signal();
  }

  @Override
  public void onDataAvailable() {
    signal();
  }

  @Override
  public void onAllDataRead() {
    synchronized (this) {
      allRead = true;
    }
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    fail(meaning(cause));
  }

  private void signal() {
    Runnable task;
    synchronized (this) {
      task = demand;
      demand = null;
      signalled = task == null;
    }
    if (task != null) {
      task.run();
    }
  }
}
