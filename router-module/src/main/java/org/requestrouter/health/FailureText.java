package org.requestrouter.health;

import java.io.EOFException;
import java.net.ConnectException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;

/** Says in a few words why a check has failed. */
final class FailureText {

  private FailureText() {}

  static String of(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof ConnectException && message != null) {
      return message.toLowerCase(Locale.ROOT);
    }
    if (cause instanceof javax.net.ssl.SSLException) {
      return "TLS failed: " + message;
    }
    if (cause instanceof HttpException http) {
      return "invalid response: " + http.getReason();
    }
    if (cause instanceof HttpResponseException && cause.getCause() != null) {
      return of(cause.getCause());
    }
    if (cause instanceof EOFException
        || cause instanceof AsynchronousCloseException
        || cause instanceof ClosedChannelException) {
      return "connection closed before the response";
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
