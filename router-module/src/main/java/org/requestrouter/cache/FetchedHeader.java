package org.requestrouter.cache;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;

/**
 * The header of a response as it came from a server.
 *
 * @param status its status
 * @param fields its fields
 * @param sent when its request was sent, as {@link System#nanoTime()}
 * @param received when it came, as {@link System#nanoTime()}
 * @param date when it came, in milliseconds since 1970
 */
public record FetchedHeader(int status, HttpFields fields, long sent, long received, long date) {

  /** Returns the header of a response that has come just now. */
  public static FetchedHeader now(int status, HttpFields fields, long sent) {
    return new FetchedHeader(status, fields, sent, System.nanoTime(), System.currentTimeMillis());
  }

  /**
   * How old it was when it came, in nanoseconds: what Age says and, since nobody knows when in that
   * time the server made it, how long it took (RFC 9111, 4.2.3). Clocks are not compared.
   */
  long age() {
    return TimeUnit.SECONDS.toNanos(Seconds.age(fields)) + Math.max(0, received - sent);
  }
}
