package org.requestrouter.examples.pubsub;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One stream of events. It waits for a message, writes it, and waits for the next with a larger id,
 * which the channel may have remembered meanwhile. It ends when its client leaves.
 */
final class EventStream implements Waiter {
  private enum State {
    WRITING,
    WAITING,
    ENDED
  }

  /** Tells what is between us and the client that the stream still lives. */
  private static final String SIGN_OF_LIFE = ":\n\n";

  private static final long QUIET_SECONDS = 15;

  /** Also makes the browser come back a second after it has lost the stream. */
  private static final String START = "retry: 1000\n\n";

  private final Channels channels;
  private final String name;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicReference<State> state = new AtomicReference<>(State.WRITING);
  private volatile Scheduler.Task quiet = () -> false;
  private volatile long last;

  EventStream(
      Channels channels, String name, Request request, Response response, Callback callback) {
    this.channels = channels;
    this.name = name;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /** Begins with the messages after the one of that id. */
  void start(long after) {
    last = after;
    if (endPoint() instanceof WatchedEndPoint watched) {
      watched.onDeparture(() -> end(new EofException("the client has left")));
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    write(START);
  }

  @Override
  public boolean deliver(Message message) {
    if (!state.compareAndSet(State.WAITING, State.WRITING)) {
      // What is written now is followed by this message, too.
      return false;
    }
    write(message);
    return true;
  }

  private void write(Message message) {
    last = message.id();
    write(message.event());
  }

  private void write(String text) {
    quiet.cancel();
    Content.Sink.write(response, false, text, Callback.from(this::awaitNext, this::end));
  }

  private void awaitNext() {
    if (!state.compareAndSet(State.WRITING, State.WAITING)) {
      return;
    }
    quiet =
        request
            .getComponents()
            .getScheduler()
            .schedule(this::giveSignOfLife, QUIET_SECONDS, TimeUnit.SECONDS);
    Optional<Message> missed = channels.next(name, Optional.of(last), this);
    missed.ifPresent(this::deliver);
    if (state.get() == State.ENDED) {
      // The client may have left before this was among the waiters.
      channels.leave(name, this);
      quiet.cancel();
    }
  }

  private void giveSignOfLife() {
    if (state.compareAndSet(State.WAITING, State.WRITING)) {
      write(SIGN_OF_LIFE);
    }
  }

  private void end(Throwable cause) {
    if (state.getAndSet(State.ENDED) != State.ENDED) {
      quiet.cancel();
      channels.leave(name, this);
      callback.failed(cause);
    }
  }

  private Object endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
