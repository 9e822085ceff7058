package org.requestrouter.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Writes through a stream that a filter hands out, without blocking: each step waits until the
 * stream is ready. Every write is flushed, so that an event arrives when it is sent, and succeeds
 * when the stream is ready again, so that at most one is under way. Writes come from the server's
 * thread and readiness from the container's; one of the two works at a time.
 */
final class StreamWriter extends IteratingCallback implements WriteListener {

  private enum Step {
    CONTENT,
    FLUSH,
    FLUSHED,
    CLOSE
  }

  private final AtomicReference<Callback> pending = new AtomicReference<>();
  private ServletOutputStream output;
  private Step step;
  private boolean last;
  private byte[] content;

  void open(ServletOutputStream stream) {
    output = stream;
    stream.setWriteListener(this);
  }

  void write(boolean end, ByteBuffer bytes, Callback callback) {
    last = end;
    // A copy, since the stream may keep the array, even after an abort has ended the write.
    content = new byte[bytes.remaining()];
    bytes.get(content);
    step = content.length > 0 ? Step.CONTENT : afterContent();
    // Last, since it makes the fields above the iteration's.
    pending.set(callback);
    iterate();
    if (isFailed()) {
      complete(new IOException("the response has failed"));
    }
  }

  private Step afterContent() {
    return last ? Step.CLOSE : Step.FLUSH;
  }

  @Override
  protected Action process() throws IOException {
    while (pending.get() != null && output.isReady()) {
      switch (step) {
        case CONTENT -> {
          step = afterContent();
          output.write(content, 0, content.length);
        }
        case FLUSH -> {
          step = Step.FLUSHED;
          output.flush();
        }
        case CLOSE -> {
          output.close();
          complete(null);
        }
        case FLUSHED -> complete(null);
      }
    }
    return Action.IDLE;
  }

  private void complete(Throwable failure) {
    Callback callback = pending.getAndSet(null);
    if (callback != null) {
      if (failure == null) {
        callback.succeeded();
      } else {
        callback.failed(failure);
      }
    }
  }

  @Override
  public void onWritePossible() {
    iterate();
  }

  @Override
  public void onError(Throwable cause) {
    abort(cause);
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    complete(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
