package org.requestrouter.connector;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Jetty's HTTP/1 connection, which after an asynchronous response does not hop to another thread
 * only to find that there is nothing to read: if no pipelined bytes are there, it just waits for
 * input, on the thread that wrote the response. Everything else is left to the executor.
 */
final class InlineHttpConnection extends HttpConnection {
  private final InlineConnectionFactory factory;
  private final Callback readable = new Fillable();
  private Executor resuming;

  /** Set by the super constructor's request handler, thus without an initial value here. */
  private boolean hadContent;

  InlineHttpConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      InlineConnectionFactory factory) {
    super(configuration, connector, endPoint);
    this.factory = factory;
    this.resuming = this::resume;
  }

  @Override
  protected Executor getExecutor() {
    return resuming == null ? super.getExecutor() : resuming;
  }

  @Override
  protected RequestHandler newRequestHandler() {
    return new ContentNoticing();
  }

  private void resume(Runnable task) {
    // A connection that has read content may hold an empty buffer, which only onFillable()
    // releases.
    if (task == this && !hadContent && isRequestBufferEmpty() && isNext()) {
      factory.countResume();
      getEndPoint().fillInterested(readable);
    } else {
      super.getExecutor().execute(task);
    }
  }

  private boolean isNext() {
    return getEndPoint().isOpen() && getParser().isStart();
  }

  private final class ContentNoticing extends RequestHandler {
    @Override
    public boolean headerComplete() {
      boolean handle = super.headerComplete();
      hadContent = getParser().hasContent();
      return handle;
    }
  }

  private final class Fillable implements Callback {
    @Override
    public void succeeded() {
      onFillable();
    }

    @Override
    public void failed(Throwable cause) {
      onFillInterestedFailed(cause);
    }

    @Override
    public Invocable.InvocationType getInvocationType() {
      return getServer().getInvocationType();
    }
  }
}
