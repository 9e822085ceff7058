package org.requestrouter.connector;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.NanoTime;

/**
 * Ends a connection whose client sends the header of a request so slowly that it is never silent
 * for the idle timeout, and never done. The header has as long as that timeout from its second
 * piece on. Only what comes is looked at: silence is Jetty's to end.
 */
final class HeaderPace {
  private boolean begun;
  private long begin;

  /** Input is there: closes the connection if it continues a header that has taken too long. */
  void check(HttpParser parser, EndPoint endPoint) {
    if (parser.getHeaderLength() == 0 || !parser.inHeaderState()) {
      begun = false;
    } else if (!begun) {
      begun = true;
      begin = NanoTime.now();
    } else if (isOver(endPoint.getIdleTimeout())) {
      endPoint.close(new TimeoutException("request header takes too long"));
    }
  }

  private boolean isOver(long timeout) {
    return timeout > 0 && NanoTime.since(begin) > TimeUnit.MILLISECONDS.toNanos(timeout);
  }
}
