package org.requestrouter.exchange;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.affinity.Bond;
import org.requestrouter.connector.ClientEndPoints;
import org.requestrouter.flow.HardReset;

/**
 * The client's side of an exchange: Jetty's request as the source of content, its response as the
 * sink, and the callback that ends both. Whatever the door, these three are Jetty's core types.
 */
public final class Downstream {

  private Request request;
  private final Response response;
  private final Callback callback;

  /** Null as soon as it has ended: a connection may keep this until its next event. */
  private volatile Exchange exchange;

  private ClientWatch watch;
  private final WriterTurn writer = new WriterTurn();
  private long restoreIdleTimeout = -1;
  private StreamIdleTimeout streamIdle;

  /** Whether Jetty has told that nothing can be written any more. */
  private volatile boolean streamEnded;

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

  /**
   * Looks for what binds the request to a server of the group; what servers must not see of it is
   * not seen any more.
   *
   * @return null if nothing ever binds requests there
   */
  Bond bind(ServerGroup group) {
    Bond bond = group.bind(request);
    if (bond != null) {
      request = BoundRequest.of(request, bond);
    }
    return bond;
  }

  /** The response. */
  public Response response() {
    return response;
  }

  /**
   * Takes the client over for an exchange.
   *
   * @param timeouts the timer
   */
  void open(Exchange exchange, Timeouts timeouts) {
    this.exchange = exchange;
    request.addFailureListener(this::streamFailed);
    request.addIdleTimeoutListener(Downstream::isIdle);
    long clientTimeout = TimeUnit.NANOSECONDS.toMillis(exchange.settings().timing().client());
    streamIdle = StreamIdleTimeout.of(exchange, clientTimeout, timeouts);
    if (clientTimeout > 0 && ClientWatch.applies(request)) {
      EndPoint endPoint = endPoint();
      if (endPoint.getIdleTimeout() != clientTimeout) {
        restoreIdleTimeout = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(clientTimeout);
      }
    }
  }

  /** Writes a part of the response. */
  public void write(boolean last, ByteBuffer content, Callback callback) {
    response.write(last, content, streamIdle == null ? callback : streamIdle.during(callback));
  }

  /** Content has been demanded of the client, which is waited for until {@link #clientSent}. */
  void awaitClient() {
    if (streamIdle != null) {
      streamIdle.beginContent();
    }
  }

  /** The demand has been answered. */
  void clientSent() {
    if (streamIdle != null) {
      streamIdle.endContent();
    }
  }

  /** The exchange has ended: its client is timed no more. */
  void ended() {
    exchange = null;
    if (streamIdle != null) {
      streamIdle.forget();
    }
  }

  private void streamFailed(Throwable cause) {
    streamEnded = !ClientWatch.applies(request);
    Exchange current = exchange;
    if (current != null) {
      current.clientLeft(cause);
    }
  }

  /** Nothing is read from the client for now: notice when it leaves. */
  public synchronized void watch() {
    Exchange current = exchange;
    if (watch == null && current != null && ClientWatch.applies(request)) {
      watch = new ClientWatch(request, current);
      watch.start();
    }
  }

  /**
   * Ends the watch, then runs the action, at once unless a thread is just reading for it. What the
   * watch has registered to read may be left to the connection for its next request.
   */
  void unwatch(Runnable action) {
    unwatch(true, action);
  }

  private void unwatch(boolean leaveInterest, Runnable action) {
    ClientWatch current;
    synchronized (this) {
      current = watch;
      watch = null;
    }
    if (current == null || current.stop(leaveInterest, action)) {
      action.run();
    }
  }

  /** Ends the exchange cleanly. */
  void complete() {
    unwatch(
        () -> {
          restoreIdleTimeout();
          callback.succeeded();
        });
  }

  /** Ends the exchange, and with it what HTTP has to do with the client's connection or stream. */
  void handOver(OpenTunnel tunnel) {
    request.addHttpStreamWrapper(stream -> new UpgradeStream(stream, tunnel));
    unwatch(false, callback::succeeded);
  }

  private void restoreIdleTimeout() {
    if (restoreIdleTimeout >= 0) {
      endPoint().setIdleTimeout(restoreIdleTimeout);
    }
  }

  /** Ends the exchange and the client's connection or stream, without a further byte. */
  void abort(Throwable cause) {
    unwatch(
        () -> {
          if (endsContentByClosing()) {
            HardReset.prepare(endPoint());
          }
          failPendingWrite(cause);
          whenWriterClosed(() -> fail(cause));
        });
  }

  private void fail(Throwable cause) {
    if (streamEnded && callback instanceof ErrorResponder door) {
      door.clientLeft(cause);
    } else {
      callback.failed(new Request.Handler.AbortException(cause));
    }
  }

  /**
   * Jetty can cancel a write that another thread has just begun, but waits for ever if that write
   * fails at the same moment. So the connection is closed, which ends the write, and the exchange
   * after it.
   */
  private void failPendingWrite(Throwable cause) {
    if (writer.isOpen() && ClientWatch.applies(request)) {
      endPoint().close(cause);
    }
  }

  /** Announces that a response is written by an attempt, which must {@link #closeWriter} it. */
  public void openWriter() {
    writer.open();
  }

  /** The attempt writes no more. */
  public void closeWriter() {
    writer.close();
  }

  private void whenWriterClosed(Runnable then) {
    if (ClientWatch.applies(request)) {
      writer.whenClosed(then);
    } else {
      then.run();
    }
  }

  /** Whether the client would take the end of its connection for the end of the content. */
  private boolean endsContentByClosing() {
    return response.isCommitted()
        && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
        && !response.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
  }

  /** Writes an error response through Jetty's error handler, then runs the action. */
  void fail(Failure failure, Runnable then) {
    Callback written = Callback.from(then, callback::failed);
    unwatch(() -> whenWriterClosed(() -> FailureAnswer.write(this, failure, written)));
  }

  /** Whether the door answers with errors itself, by {@link #respond}. */
  boolean respondsItself() {
    return callback instanceof ErrorResponder;
  }

  /** Lets the door answer with an error and end the exchange. */
  void respond(Failure failure) {
    Runnable respond =
        () -> {
          restoreIdleTimeout();
          ((ErrorResponder) callback).respond(failure);
        };
    unwatch(() -> whenWriterClosed(respond));
  }

  /** Drops the rest of the content once {@link #respond} has answered, if that can be done. */
  void linger() {
    if (reachesConnection()) {
      AbstractEndPoint endPoint = ClientEndPoints.reading(endPoint());
      request.addHttpStreamWrapper(stream -> new LingeringStream(stream, request, endPoint));
    }
  }

  /**
   * Runs the task of a demand although nothing has come.
   *
   * @return false if that cannot be done, so that the demand stays out
   */
  boolean answerDemand() {
    if (reachesConnection()) {
      // Without a callback there, the selector's thread has just taken it and runs the task.
      ClientEndPoints.reading(endPoint()).getFillInterest().fillable();
      return true;
    }
    return false;
  }

  private boolean reachesConnection() {
    return callback instanceof ErrorResponder responder
        && responder.demandsDirectly()
        && ClientWatch.applies(request);
  }

  /** A waiting client is not idle: the server's timeouts decide how long it may wait. */
  private static boolean isIdle(TimeoutException timeout) {
    return false;
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
