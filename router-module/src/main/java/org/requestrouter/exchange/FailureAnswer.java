package org.requestrouter.exchange;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Tells the client of a failure, and drops what it still sends of its request. */
final class FailureAnswer {
  private FailureAnswer() {}

  /** Ends an exchange that has answered nothing. Nobody reads its content any more. */
  static void give(Downstream downstream, RequestContent content, Failure failure) {
    if (!downstream.respondsItself()) {
      downstream.fail(failure, () -> content.discard(downstream::complete));
      return;
    }
    content.withdraw(
        () -> {
          if (content.dropAvailable()) {
            downstream.linger();
          }
          downstream.respond(failure);
        });
  }

  /** Writes an error response through Jetty's error handler. */
  static void write(Downstream downstream, Failure failure, Callback written) {
    downstream.awaitClient();
    Response response = downstream.response();
    response.reset();
    failure.describe((header, value) -> response.getHeaders().put(header, value));
    Callback handled = Callback.from(() -> commitEmpty(response, written), written::failed);
    Response.writeError(downstream.request(), response, handled, failure.kind().status());
  }

  /** The error handler writes nothing for some methods, and leaves the status to be sent. */
  private static void commitEmpty(Response response, Callback committed) {
    if (response.isCommitted()) {
      committed.succeeded();
    } else {
      response.write(true, BufferUtil.EMPTY_BUFFER, committed);
    }
  }
}
