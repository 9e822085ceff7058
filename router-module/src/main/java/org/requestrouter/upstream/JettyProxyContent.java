package org.requestrouter.upstream;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.requestrouter.exchange.RequestContent;

/**
 * The content of an attempt's request as Jetty's HTTP client reads it. The client may read while
 * the attempt ends in another thread: then the last read gives the content back.
 */
final class JettyProxyContent implements Request.Content {

  private enum State {
    OPEN,
    READING,
    /** Closed while being read; the reader gives the content back. */
    CLOSING,
    CLOSED
  }

  private final JettyProxyAttempt attempt;
  private final RequestContent content;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final AtomicReference<Content.Chunk> first = new AtomicReference<>();
  private final AtomicReference<Runnable> demand = new AtomicReference<>();
  private volatile HttpFields trailers;
  private volatile boolean read;
  private volatile boolean awaitingClient;

  JettyProxyContent(JettyProxyAttempt attempt) {
    this.attempt = attempt;
    this.content = attempt.exchange().content();
  }

  /**
   * Takes the content and looks whether there is any: what comes first goes with the header.
   *
   * @return false if the request has no content
   */
  boolean open() throws ClientFailureException {
    content.open(this::available);
    Content.Chunk chunk = read();
    if (chunk == null) {
      return true;
    }
    if (Content.Chunk.isFailure(chunk)) {
      throw (ClientFailureException) chunk.getFailure();
    }
    if (chunk.isLast() && !chunk.hasRemaining() && trailers == null) {
      chunk.release();
      return false;
    }
    first.set(chunk);
    if (state.get() != State.OPEN) {
      releaseFirst();
    }
    return true;
  }

  /** Whether nothing is left to be read. */
  boolean isRead() {
    return read;
  }

  /** Whether nothing can be sent until the client sends more. */
  boolean isAwaitingClient() {
    return awaitingClient;
  }

  /** The trailers that have come with the last chunk, or null. */
  HttpFields trailers() {
    return trailers;
  }

  @Override
  public String getContentType() {
    return null;
  }

  @Override
  public long getLength() {
    return attempt.downstream().request().getLength();
  }

  @Override
  public Content.Chunk read() {
    Content.Chunk chunk = first.getAndSet(null);
    if (chunk != null) {
      return chunk;
    }
    if (read) {
      return Content.Chunk.EOF;
    }
    if (!state.compareAndSet(State.OPEN, State.READING)) {
      return Content.Chunk.from(new EofException("attempt ended"));
    }
    chunk = content.read();
    if (!state.compareAndSet(State.READING, State.OPEN)) {
      state.set(State.CLOSED);
      content.close();
    }
    return chunk == null ? null : seen(chunk);
  }

  private Content.Chunk seen(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      return Content.Chunk.from(new ClientFailureException(chunk.getFailure()));
    }
    attempt.touch();
    attempt.attempt().server().metrics().bytesIn(chunk.remaining());
    if (chunk instanceof Trailers trailing) {
      trailers = trailing.getTrailers();
    }
    read = chunk.isLast();
    return chunk;
  }

  @Override
  public void demand(Runnable onAvailable) {
    demand.set(onAvailable);
    if (state.get() != State.OPEN) {
      available();
      return;
    }
    if (content.expectsContinue()) {
      // Demanding would make Jetty send the 100 that only the server may give.
      attempt.downstream().watch();
    }
    if (!content.expectsContinue() && demand.get() != null) {
      awaitingClient = true;
      content.demand();
    }
  }

  private void available() {
    Runnable waiting = demand.getAndSet(null);
    if (waiting != null) {
      awaitingClient = false;
      attempt.touch();
      waiting.run();
    }
  }

  @Override
  public void fail(Throwable failure) {
    close();
    available();
  }

  /** Gives the content back, now or when it has been read: nobody reads it any more. */
  void close() {
    releaseFirst();
    if (state.compareAndSet(State.OPEN, State.CLOSED)) {
      content.close();
    } else {
      state.compareAndSet(State.READING, State.CLOSING);
    }
  }

  private void releaseFirst() {
    Content.Chunk chunk = first.getAndSet(null);
    if (chunk != null) {
      chunk.release();
    }
  }
}
