package org.requestrouter.upstream;

import java.io.IOException;
import org.requestrouter.exchange.Failure;

/** The server's response is missing or cannot be used. */
final class ServerFailureException extends IOException {
  private static final long serialVersionUID = 1L;
  private final Failure.Kind kind;

  ServerFailureException(Failure.Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Failure.Kind kind() {
    return kind;
  }

  /** The response breaks the protocol. */
  static ServerFailureException invalid(Throwable cause) {
    return new ServerFailureException(Failure.Kind.RESPONSE_INVALID, "invalid response", cause);
  }

  /** The response does not come, or not to its end. */
  static ServerFailureException missing(Throwable cause) {
    return new ServerFailureException(
        Failure.Kind.RESPONSE_MISSING, "response missing or incomplete", cause);
  }
}
