package org.requestrouter.examples.pubsub;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** One long poll. It ends once: by a message, by the end of its time, or when its client leaves. */
final class Subscription implements Waiter {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final boolean lasting;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Runnable leave = () -> {};
  private volatile Scheduler.Task expiry = () -> false;

  /**
   * Creates one.
   *
   * @param lasting whether the message that it will get stays the answer to the same request: the
   *     first one after an id does, but not the next one
   */
  Subscription(Request request, Response response, Callback callback, boolean lasting) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.lasting = lasting;
  }

  /**
   * Lets the wait end after the given time, or when the client leaves, and then runs the action. To
   * be called before anyone can deliver: afterwards the connection may already serve its next
   * request, which watches the same end point.
   */
  void hold(Duration time, Runnable onLeave) {
    leave = onLeave;
    Scheduler scheduler = request.getComponents().getScheduler();
    expiry = scheduler.schedule(this::expire, time.toMillis(), TimeUnit.MILLISECONDS);
    if (endPoint() instanceof WatchedEndPoint watched) {
      watched.onDeparture(this::depart);
    }
  }

  boolean hasEnded() {
    return ended.get();
  }

  @Override
  public boolean deliver(Message message) {
    if (!end()) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, lasting ? "max-age=10" : "no-cache");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, message.json(), callback);
    return true;
  }

  private void expire() {
    if (end()) {
      leave.run();
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
      response.setStatus(HttpStatus.NO_CONTENT_204);
      callback.succeeded();
    }
  }

  private void depart() {
    if (end()) {
      leave.run();
      callback.failed(new EofException("the client has left"));
    }
  }

  private boolean end() {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      giveBack();
    }
    return first;
  }

  private void giveBack() {
    expiry.cancel();
    if (endPoint() instanceof WatchedEndPoint watched) {
      watched.onDeparture(null);
    }
  }

  private Object endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
