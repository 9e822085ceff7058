package org.requestrouter.exchange;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * The idle timeout of a client's stream in HTTP/2 or HTTP/3, in force only while the client has the
 * word. Jetty asks whether an idle stream may stay as it is only once: the second time it resets
 * the stream. So one that waits for a server must not be idle in Jetty's eyes.
 */
final class StreamIdleTimeout {
  private static final long NONE = -1;

  private final long timeout;
  private HttpStream stream;
  private int waits;

  private StreamIdleTimeout(Request request, long clientTimeout) {
    request.addHttpStreamWrapper(
        found -> {
          stream = found;
          return found;
        });
    timeout = clientTimeout > 0 ? clientTimeout : stream.getIdleTimeout();
    stream.setIdleTimeout(NONE);
  }

  /**
   * Takes the timeout over.
   *
   * @param clientTimeout in milliseconds, or 0 for the connector's
   * @return null if the client's requests have no streams of their own
   */
  static StreamIdleTimeout of(Request request, long clientTimeout) {
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    return version.getVersion() < HttpVersion.HTTP_2.getVersion()
        ? null
        : new StreamIdleTimeout(request, clientTimeout);
  }

  /** The client is waited for, perhaps for two things at once: content, and to take a write. */
  synchronized void begin() {
    if (waits++ == 0) {
      stream.setIdleTimeout(timeout);
    }
  }

  synchronized void end() {
    if (--waits == 0) {
      stream.setIdleTimeout(NONE);
    }
  }

  /** Returns the callback for a write that begins now. */
  Callback during(Callback write) {
    begin();
    return Callback.from(
        write.getInvocationType(),
        () -> {
          end();
          write.succeeded();
        },
        cause -> {
          end();
          write.failed(cause);
        });
  }
}
