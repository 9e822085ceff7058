package org.requestrouter.upstream;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.requestrouter.exchange.EventStream;
import org.requestrouter.headers.ResponseFields;
import org.requestrouter.headers.TrailerFields;

/**
 * Relays the response of an attempt: header and first content in one write, the header alone if
 * there is no content yet, then content as it comes. Nothing is demanded of the server while a
 * write is pending.
 */
final class JettyProxyResponse extends IteratingCallback {
  private final JettyProxyAttempt attempt;
  private final Request request;
  private final Response response;
  private final Runnable available =
      Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::available);
  private org.eclipse.jetty.client.Response received;
  private Content.Source source;
  private Content.Chunk chunk;
  private Content.Chunk ahead;
  private EventStream events;
  private boolean commenting;
  private boolean committed;
  private boolean last;
  private boolean lastWritten;
  private boolean readFailed;
  private volatile boolean demanded;
  private volatile boolean started;
  private volatile boolean awaitingClient;

  JettyProxyResponse(JettyProxyAttempt attempt) {
    this.attempt = attempt;
    this.request = attempt.downstream().request();
    this.response = attempt.downstream().response();
  }

  void start(org.eclipse.jetty.client.Response header, Content.Source content) {
    received = header;
    source = content;
    started = true;
    iterate();
  }

  /** There is content, or the end of it. */
  void available() {
    demanded = false;
    iterate();
  }

  /** Whether the end of the response, good or bad, is found here. */
  boolean isStarted() {
    return started;
  }

  /** Whether a write to the client is pending. */
  boolean isAwaitingClient() {
    return awaitingClient;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  protected Action process() throws Throwable {
    if (awaitingClient && events != null) {
      events.written();
    }
    if (awaitingClient && !commenting) {
      // First: who finds that the client is not awaited finds the new activity, too.
      attempt.touch();
      awaitingClient = false;
    }
    if (lastWritten) {
      return Action.SUCCEEDED;
    }
    // What has been demanded is still the HTTP client's, whoever makes this look again.
    if (!last && !demanded) {
      read();
    }
    if (chunk == null && !last && committed) {
      return waitForContent();
    }
    if (Content.Chunk.isFailure(chunk)) {
      readFailed = true;
      throw chunk.getFailure();
    }
    if (last && !attempt.isConnectionFree()) {
      // The client's next request would find it in use, and need another one.
      return Action.IDLE;
    }
    if (!committed) {
      commit();
    }
    return write();
  }

  /** Reads a chunk with content, or the end, or nothing; looks one step ahead for the end. */
  private void read() {
    chunk = ahead != null ? ahead : source.read();
    ahead = null;
    while (chunk != null && !chunk.isLast() && !chunk.hasRemaining()) {
      chunk.release();
      chunk = source.read();
    }
    if (chunk == null || Content.Chunk.isFailure(chunk)) {
      return;
    }
    attempt.touch();
    last = chunk.isLast();
    if (!last) {
      ahead = source.read();
      if (ahead != null && ahead.isLast() && isEmpty(ahead)) {
        ahead.release();
        ahead = null;
        last = true;
      }
    }
  }

  private Action waitForContent() {
    if (commenting) {
      // Like ResponseReceiver: a comment says nothing of the server, which is still silent.
      commenting = false;
      awaitingClient = false;
    }
    if (events != null && events.isCommentDue()) {
      commenting = true;
      awaitingClient = true;
      attempt.downstream().write(false, events.comment(), this);
      return Action.SCHEDULED;
    }
    if (!demanded) {
      demanded = true;
      source.demand(available);
    }
    return Action.IDLE;
  }

  private static boolean isEmpty(Content.Chunk chunk) {
    return !Content.Chunk.isFailure(chunk) && !chunk.hasRemaining();
  }

  private Action write() {
    ByteBuffer content = chunk == null ? BufferUtil.EMPTY_BUFFER : chunk.getByteBuffer();
    attempt.attempt().server().metrics().bytesOut(content.remaining());
    if (events != null) {
      content = events.relayed(content);
    }
    commenting = false;
    awaitingClient = true;
    // Like ResponseReceiver: no length may be declared that the server has not given.
    boolean end = last && (content.hasRemaining() || !hasNoContentByDefinition());
    lastWritten = last;
    attempt.downstream().write(end, content, this);
    return Action.SCHEDULED;
  }

  private boolean hasNoContentByDefinition() {
    return ResponseReader.hasNoContentByDefinition(request, received.getStatus());
  }

  private void commit() throws IOException {
    try {
      if (hasUnknownCoding(received)) {
        throw ServerFailureException.invalid(
            new ProtocolException("transfer coding that is not understood"));
      }
      Commitment.to(attempt.attempt(), received.getStatus());
    } catch (ServerFailureException x) {
      readFailed = true;
      throw x;
    }
    committed = true;
    response.setStatus(received.getStatus());
    attempt.attempt().copyFields(fields -> ResponseFields.copy(received.getHeaders(), fields));
    if (mayHaveTrailers(received.getHeaders())) {
      org.eclipse.jetty.client.Response trailing = received;
      response.setTrailersSupplier(() -> TrailerFields.forwarded(trailing.getTrailers()));
    }
    events = attempt.events(this::iterate);
  }

  /** Like {@link ResponseParser}: Jetty's drops codings before chunked. */
  private static boolean hasUnknownCoding(org.eclipse.jetty.client.Response received) {
    String coding = received.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
    return coding != null
        && !(received.getVersion() == HttpVersion.HTTP_1_1 && HttpHeaderValue.CHUNKED.is(coding));
  }

  private boolean mayHaveTrailers(HttpFields fields) {
    return !hasNoContentByDefinition()
        && !fields.contains(HttpHeader.CONTENT_LENGTH)
        && (received.getVersion() == HttpVersion.HTTP_2
            || fields.contains(HttpHeader.TRANSFER_ENCODING));
  }

  @Override
  protected void onSuccess() {
    chunk = release(chunk);
  }

  @Override
  protected void onCompleted(Throwable failure) {
    if (events != null) {
      events.ended();
    }
    chunk = release(chunk);
    ahead = release(ahead);
    attempt.responseClosed();
    if (failure == null) {
      attempt.responseRelayed();
    } else if (isAborted()) {
      attempt.responseAborted(failure);
    } else if (readFailed) {
      attempt.responseNotRead(failure);
    } else {
      attempt.responseNotWritten(failure);
    }
  }

  private static Content.Chunk release(Content.Chunk held) {
    if (held != null) {
      held.release();
    }
    return null;
  }
}
