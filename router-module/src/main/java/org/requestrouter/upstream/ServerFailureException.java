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
}
