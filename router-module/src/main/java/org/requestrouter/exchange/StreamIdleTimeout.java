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
  private final ContentTimeout content;
  private HttpStream stream;
  private int waits;

  private StreamIdleTimeout(Exchange exchange, long clientTimeout, Timeouts timeouts) {
    Request request = exchange.downstream().request();
    request.addHttpStreamWrapper(
        found -> {
          stream = found;
          return found;
        });
    timeout = clientTimeout > 0 ? clientTimeout : stream.getIdleTimeout();
    stream.setIdleTimeout(NONE);
    content = request.getLength() == 0 ? null : ContentTimeout.start(exchange, timeouts, timeout);
  }

  /**
   * Takes the timeout over.
   *
   * @param clientTimeout in milliseconds, or 0 for the connector's
   * @return null if the client's requests have no streams of their own
   */
  static StreamIdleTimeout of(Exchange exchange, long clientTimeout, Timeouts timeouts) {
    Request request = exchange.downstream().request();
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    return version.getVersion() < HttpVersion.HTTP_2.getVersion()
        ? null
        : new StreamIdleTimeout(exchange, clientTimeout, timeouts);
  }

  /** Content has been demanded. */
  void beginContent() {
    begin();
    if (content != null) {
      content.begin();
    }
  }

  /** The demand has been answered. */
  void endContent() {
    end();
    if (content != null) {
      content.end();
    }
  }

  /** The exchange has ended. */
  void forget() {
    if (content != null) {
      content.forget();
    }
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
