package org.requestrouter.exchange;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The client's side of an exchange: Jetty's request as the source of content, its response as the
 * sink, and the callback that ends both. Whatever the door, these three are Jetty's core types.
 */
public final class Downstream {

  private final Request request;
  private final Response response;
  private final Callback callback;
  private Exchange exchange;
  private ClientWatch watch;
  private long restoreIdleTimeout = -1;

  /** Creates the client's side of an exchange. */
  public Downstream(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /** The request; only the exchange reads its content. */
  public Request request() {
    return request;
  }

  /** The response. */
  public Response response() {
    return response;
  }

  /**
   * Takes the client over for an exchange.
   *
   * @param clientTimeout the idle timeout in milliseconds, or 0 for the connector's
   */
  void open(Exchange exchange, long clientTimeout) {
    this.exchange = exchange;
    request.addFailureListener(exchange::clientLeft);
    request.addIdleTimeoutListener(Downstream::isIdle);
    if (clientTimeout > 0 && ClientWatch.applies(request)) {
      EndPoint endPoint = endPoint();
      if (endPoint.getIdleTimeout() != clientTimeout) {
        restoreIdleTimeout = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(clientTimeout);
      }
    }
  }

  /** Nothing is read from the client for now: notice when it leaves. */
  public synchronized void watch() {
    if (watch == null && ClientWatch.applies(request)) {
      watch = new ClientWatch(request, exchange);
      watch.start();
    }
  }

  /** Ends the watch, then runs the action, at once unless a thread is just reading for it. */
  void unwatch(Runnable action) {
    ClientWatch current;
    synchronized (this) {
      current = watch;
      watch = null;
    }
    if (current == null || current.stop(action)) {
      action.run();
    }
  }

  /** Ends the exchange cleanly. */
  void complete() {
    unwatch(
        () -> {
          if (restoreIdleTimeout >= 0) {
            endPoint().setIdleTimeout(restoreIdleTimeout);
          }
          callback.succeeded();
        });
  }

  /** Ends the exchange and the client's connection or stream, without a further byte. */
  void abort(Throwable cause) {
    unwatch(() -> callback.failed(new Request.Handler.AbortException(cause)));
  }

  /** Writes an error response through Jetty's error handler, then runs the action. */
  void fail(int status, Runnable then) {
    unwatch(
        () -> {
          response.reset();
          Callback written = Callback.from(then, callback::failed);
          Response.writeError(request, response, written, status);
        });
  }

  /** A waiting client is not idle: the server's timeouts decide how long it may wait. */
  private static boolean isIdle(TimeoutException timeout) {
    return false;
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
