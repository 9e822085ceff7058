package org.requestrouter.upstream;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.requestrouter.exchange.Exchange;

/** Relays interim responses: one write after the other, and the final response after them. */
final class InterimResponses {

  /** As many as a response may have; more of them would keep the server timeout from ending it. */
  static final int LIMIT = 32;

  private final Exchange exchange;
  private int count;
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  InterimResponses(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Relays a response, unless the client cannot or does not want to have it.
   *
   * @return false if there have been too many of them
   */
  synchronized boolean relay(int status, HttpFields.Mutable fields) {
    if (++count > LIMIT) {
      return false;
    }
    // It has no content, whatever the server says (RFC 9110, 8.6).
    fields.remove(HttpHeader.CONTENT_LENGTH);
    Request request = exchange.downstream().request();
    boolean relayed =
        status == HttpStatus.CONTINUE_100
            ? exchange.content().expectsContinue()
            : request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
    if (relayed) {
      written = written.thenCompose(before -> write(status, fields));
    }
    return true;
  }

  private CompletableFuture<Void> write(int status, HttpFields fields) {
    // An interim response that cannot be written is no failure: the final one will show it.
    return exchange
        .downstream()
        .response()
        .writeInterim(status, fields)
        .handle(
            (nothing, failure) -> {
              if (status == HttpStatus.CONTINUE_100) {
                exchange.content().proceed();
              }
              return null;
            });
  }

  void whenWritten(Runnable then) {
    CompletableFuture<Void> last;
    synchronized (this) {
      last = written;
    }
    last.thenRun(then);
  }
}
