package org.requestrouter.upstream;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.requestrouter.exchange.RequestContent;
import org.requestrouter.headers.TrailerFields;

/**
 * The content of an attempt's request as Jetty's HTTP client reads it. The client may read while
 * the attempt ends in another thread: then the last read gives the content back.
 */
final class JettyProxyContent implements org.eclipse.jetty.client.Request.Content {

  private static final int HTTP_2 = HttpVersion.HTTP_2.getVersion();

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
  private final AtomicReference<Runnable> demand = new AtomicReference<>();
  private volatile HttpFields trailers;
  private volatile boolean read;
  private volatile boolean awaitingClient;

  JettyProxyContent(JettyProxyAttempt attempt) {
    this.attempt = attempt;
    this.content = attempt.exchange().content();
  }

  /** Takes the content; {@link #close} gives it back. */
  void open() {
    content.open(this::available);
  }

  /**
   * Whether there is content. It is not looked at before the request has a connection, so that
   * another server can still be tried; but what is empty for sure is read, so that the client is
   * watched from now on.
   */
  boolean isExpected() {
    Request client = attempt.downstream().request();
    boolean empty =
        client.getLength() <= 0
            && client.getConnectionMetaData().getHttpVersion().getVersion() < HTTP_2
            && !client.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (empty) {
      read();
    }
    return !empty;
  }

  /** Whether nothing is left to be read. */
  boolean isRead() {
    return read;
  }

  /** Whether nothing can be sent until the client sends more. */
  boolean isAwaitingClient() {
    return awaitingClient;
  }

  @Override
  public String getContentType() {
    return null;
  }

  @Override
  public long getLength() {
    return attempt.downstream().request().getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
  }

  @Override
  public Content.Chunk read() {
    if (read) {
      return Content.Chunk.EOF;
    }
    if (!state.compareAndSet(State.OPEN, State.READING)) {
      return Content.Chunk.from(new EofException("attempt ended"));
    }
    Content.Chunk chunk = content.read();
    doneReading();
    if (getLength() < 0 && !isEmptyEnd(chunk)) {
      // There is some, of unknown length: a supplier makes it chunked.
      attempt.request().trailersSupplier(() -> trailers);
    }
    return chunk == null ? null : seen(chunk);
  }

  private void doneReading() {
    if (!state.compareAndSet(State.READING, State.OPEN)) {
      state.set(State.CLOSED);
      content.close();
    }
  }

  private static boolean isEmptyEnd(Content.Chunk chunk) {
    return chunk != null && chunk.isLast() && !chunk.hasRemaining() && !(chunk instanceof Trailers);
  }

  private Content.Chunk seen(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      return Content.Chunk.from(new ClientFailureException(chunk.getFailure()));
    }
    attempt.touch();
    attempt.attempt().server().metrics().bytesIn(chunk.remaining());
    if (chunk instanceof Trailers trailing) {
      trailers = TrailerFields.forwarded(trailing.getTrailers());
    }
    read = chunk.isLast();
    return chunk;
  }

  @Override
  public void demand(Runnable onAvailable) {
    demand.set(onAvailable);
    // Jetty reads from the client's connection when it is asked to.
    if (!state.compareAndSet(State.OPEN, State.READING)) {
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
    doneReading();
  }

  private void available() {
    Runnable waiting = demand.getAndSet(null);
    if (waiting != null) {
      // In this order: who finds that the client is not awaited finds the new activity, too.
      attempt.touch();
      awaitingClient = false;
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
    if (state.compareAndSet(State.OPEN, State.CLOSED)) {
      content.close();
    } else {
      state.compareAndSet(State.READING, State.CLOSING);
    }
  }
}
