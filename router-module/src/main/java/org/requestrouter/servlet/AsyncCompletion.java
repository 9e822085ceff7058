package org.requestrouter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.util.Callback;

/** Ends an asynchronous servlet request as the exchange ends. */
final class AsyncCompletion implements Callback {

  /** Jetty's convention for ending the client's connection or stream. */
  private static final int ABORT = -1;

  private final AsyncContext async;
  private final HttpServletResponse response;

  AsyncCompletion(AsyncContext async, HttpServletResponse response) {
    this.async = async;
    this.response = response;
  }

  @Override
  public void succeeded() {
    async.complete();
  }

  @Override
  public void failed(Throwable cause) {
    try {
      response.sendError(ABORT);
    } catch (IOException | IllegalStateException x) {
      cause.addSuppressed(x);
    }
    async.complete();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
