package org.requestrouter.upstream;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.requestrouter.exchange.Failure;

/** The client's content cannot be read. */
final class ClientFailureException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  ClientFailureException(Throwable cause) {
    super(cause);
    this.failure = new Failure(kind(cause), cause);
  }

  private static Failure.Kind kind(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return Failure.Kind.CLIENT_TIMEOUT;
    }
    return cause instanceof HttpException && !(cause instanceof EofException)
        ? Failure.Kind.REQUEST_INVALID
        : Failure.Kind.CLIENT_LEFT;
  }

  Failure failure() {
    return failure;
  }
}
