package org.requestrouter.upstream;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.requestrouter.exchange.Exchange;

/** Relays interim responses: one write after the other, and the final response after them. */
final class InterimResponses {
  private final Exchange exchange;
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  InterimResponses(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Relays a response, unless the client cannot or does not want to have it. */
  synchronized void relay(int status, HttpFields fields) {
    Request request = exchange.downstream().request();
    boolean relayed =
        status == HttpStatus.CONTINUE_100
            ? exchange.content().expectsContinue()
            : request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
    if (relayed) {
      written = written.thenCompose(before -> write(status, fields));
    }
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
