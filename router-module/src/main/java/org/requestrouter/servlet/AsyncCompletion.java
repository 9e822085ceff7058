package org.requestrouter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import org.requestrouter.exchange.ErrorResponder;
import org.requestrouter.exchange.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an asynchronous servlet request as the exchange ends. Errors take the way of every servlet:
 * the container looks for an error page of the web application once the request is completed.
 */
class AsyncCompletion implements ErrorResponder {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncCompletion.class);

  /** Jetty's convention for ending the client's connection or stream. */
  private static final int ABORT = -1;

  private final AsyncContext async;
  private final HttpServletResponse response;
  private final Executor executor;
  private final ToIntFunction<Failure.Kind> statuses;

  /**
   * Creates the completion of a request.
   *
   * @param executor for the application's code, which may block: error pages and listeners
   * @param statuses what the client is told of a failure
   */
  AsyncCompletion(
      AsyncContext async,
      HttpServletResponse response,
      Executor executor,
      ToIntFunction<Failure.Kind> statuses) {
    this.async = async;
    this.response = response;
    this.executor = executor;
    this.statuses = statuses;
  }

  @Override
  public void succeeded() {
    async.complete();
  }

  @Override
  public void failed(Throwable cause) {
    try {
      // This completes the request as well; it may be over before the next line.
      CoreRequests.unwrap(response).sendError(ABORT);
    } catch (IOException | IllegalStateException x) {
      cause.addSuppressed(x);
    }
  }

  /** Completes only: the container finds errors of a request that is aborted worth a warning. */
  @Override
  public void clientLeft(Throwable cause) {
    async.complete();
  }

  @Override
  public void respond(Failure failure) {
    executor.execute(() -> sendError(failure));
  }

  private void sendError(Failure failure) {
    int status = statuses.applyAsInt(failure.kind());
    failure.describe((header, value) -> response.setHeader(header.asString(), value));
    try {
      response.sendError(status);
      async.complete();
    } catch (IOException | IllegalStateException x) {
      LOG.debug("no response {} possible, for example since a filter has committed one", status, x);
      failed(x);
    }
  }

  Executor executor() {
    return executor;
  }

  @Override
  public boolean demandsDirectly() {
    return true;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
