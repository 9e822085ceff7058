package org.requestrouter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import org.requestrouter.exchange.Failure;

/** Ends a request that filters have wrapped, whose listeners are the application's code. */
final class StreamCompletion extends AsyncCompletion {
  private StreamRequest request;
  private StreamResponse response;

  StreamCompletion(
      AsyncContext async,
      HttpServletResponse response,
      Executor executor,
      ToIntFunction<Failure.Kind> statuses) {
    super(async, response, executor, statuses);
  }

  /** Tells what is wrapped; either may be null. */
  StreamCompletion of(StreamRequest wrappedRequest, StreamResponse wrappedResponse) {
    request = wrappedRequest;
    response = wrappedResponse;
    return this;
  }

  @Override
  public void succeeded() {
    executor().execute(super::succeeded);
  }

  @Override
  public void failed(Throwable cause) {
    abortResponse(cause);
    super.failed(cause);
  }

  @Override
  public void clientLeft(Throwable cause) {
    abortResponse(cause);
    executor().execute(() -> super.clientLeft(cause));
  }

  private void abortResponse(Throwable cause) {
    if (response != null) {
      // Once aborted, the container no longer tells how a pending write has ended.
      response.abort(cause);
    }
  }

  @Override
  public boolean demandsDirectly() {
    return request == null || !request.readsStream();
  }
}
