package org.requestrouter.upstream;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.requestrouter.exchange.EventStream;
import org.requestrouter.flow.Pump;
import org.requestrouter.flow.ReadBuffer;
import org.requestrouter.headers.TrailerFields;
import org.requestrouter.tunnel.Tunnel;

/**
 * Receives the response of an attempt and relays it: header and first content in one write, then
 * content as it comes. While a write is pending nothing is read from the server; while nothing has
 * come there is neither a buffer nor a reader.
 */
final class ResponseReceiver extends Pump {
  private final Http1Stream stream;
  private final Request request;
  private final Response response;
  private ReadBuffer buffer;
  private boolean large;
  private ResponseReader reader;
  private InterimResponses interims;
  private EventStream events;
  private boolean commenting;
  private ByteBuffer ahead;
  private boolean committed;
  private boolean last;
  private boolean ended;
  private boolean persistent;
  private Tunnel tunnel;
  private volatile boolean received;
  private volatile boolean awaitingClient;

  ResponseReceiver(Http1Stream stream) {
    this.stream = stream;
    this.request = stream.exchange().downstream().request();
    this.response = stream.exchange().downstream().response();
  }

  /** Whether a byte of the response has come. */
  boolean hasReceived() {
    return received;
  }

  /** Whether a write to the client is pending. */
  boolean isAwaitingClient() {
    return awaitingClient;
  }

  @Override
  protected Step step() throws IOException {
    if (awaitingClient && events != null) {
      events.written();
    }
    if (awaitingClient && !commenting) {
      // First: who finds that the client is not awaited finds the new activity, too.
      stream.connection().touch();
      awaitingClient = false;
    }
    while (!last) {
      ByteBuffer content = nextContent();
      if (reader != null && reader.isMessageComplete() && isInterim()) {
        return relayInterim();
      }
      if (content != null || (reader != null && reader.isMessageComplete())) {
        return write(content);
      }
      int filled = fill();
      if (filled < 0) {
        end();
      } else if (filled == 0) {
        return waitForInput();
      }
    }
    return Step.DONE;
  }

  /**
   * Returns content to write, or null if more bytes are needed; looks one step ahead for the end.
   */
  private ByteBuffer nextContent() throws IOException {
    ByteBuffer content = ahead;
    ahead = null;
    if (content == null) {
      if (buffer == null || !buffer.hasRemaining()) {
        return null;
      }
      content = parse();
    }
    if (content != null && !reader.isMessageComplete()) {
      ahead = parse();
    }
    return content;
  }

  private ByteBuffer parse() throws IOException {
    if (reader.isMessageComplete()) {
      return null;
    }
    reader.parse(buffer.bytes());
    if (reader.failure() != null) {
      throw ServerFailureException.invalid(reader.failure());
    }
    return reader.content();
  }

  private int fill() throws ServerFailureException {
    if (buffer == null) {
      buffer = ReadBuffer.acquire(stream.context().buffers(), large);
    }
    ByteBuffer bytes = buffer.bytes();
    try {
      int filled = stream.connection().read(bytes);
      if (filled > 0) {
        filled(filled, bytes);
      }
      return filled;
    } catch (IOException x) {
      throw ServerFailureException.missing(x);
    }
  }

  private void filled(int count, ByteBuffer bytes) {
    received = true;
    stream.connection().touch();
    if (reader == null) {
      reader = ResponseReader.of(request, bytes);
    }
    // Whoever fills a buffer has more to say: a larger one saves system calls.
    large |= count == bytes.capacity();
  }

  /** The server has ended the connection; that may be the end of the response. */
  private void end() throws ServerFailureException {
    ended = true;
    if (reader == null) {
      throw ServerFailureException.missing(new EofException("no response"));
    }
    reader.end();
    // Jetty's parser forgives a missing end of the trailers; only content without any framing of
    // its own may end with the connection.
    if (!reader.isMessageComplete() || isInterim() || reader.isChunked()) {
      throw ServerFailureException.missing(reader.failure());
    }
  }

  private Step waitForInput() throws IOException {
    releaseBuffer();
    if (reader != null && reader.isHeaderComplete() && !committed && !isInterim()) {
      return write(null);
    }
    if (commenting) {
      // Only now, and without a touch: a comment says nothing of the server, which is still silent.
      commenting = false;
      awaitingClient = false;
    }
    if (events != null && events.isCommentDue()) {
      return comment();
    }
    stream.connection().waitForInput();
    return Step.IDLE;
  }

  private boolean isInterim() {
    return HttpStatus.isInformational(reader.status());
  }

  private Step relayInterim() throws IOException {
    int status = reader.status();
    if (status == HttpStatus.SWITCHING_PROTOCOLS_101) {
      return switchProtocols();
    }
    HttpFields.Mutable fields = HttpFields.build();
    reader.copyFields(fields);
    reader.next();
    if (interims == null) {
      interims = new InterimResponses(stream.exchange());
    }
    if (!interims.relay(status, fields)) {
      throw ServerFailureException.invalid(
          new ProtocolException("more than " + InterimResponses.LIMIT + " 1xx responses"));
    }
    interims.whenWritten(this::succeeded);
    return Step.SCHEDULED;
  }

  /** Relays the header of a final response that is none: what follows it is another protocol. */
  private Step switchProtocols() throws IOException {
    String protocol = stream.accepted(reader);
    if (protocol == null) {
      throw ServerFailureException.invalid(
          new ProtocolException("101 that is no answer to the request"));
    }
    if (!stream.attempt().commit(reader.status())) {
      throw new EofException("exchange ended");
    }
    committed = true;
    last = true;
    response.setStatus(reader.status());
    stream.attempt().copyFields(reader);
    tunnel = stream.newTunnel(protocol, buffer.bytes());
    awaitingClient = true;
    stream.exchange().downstream().write(true, BufferUtil.EMPTY_BUFFER, this);
    return Step.SCHEDULED;
  }

  private Step comment() {
    commenting = true;
    awaitingClient = true;
    stream.exchange().downstream().write(false, events.comment(), this);
    return Step.SCHEDULED;
  }

  private Step write(ByteBuffer read) throws IOException {
    if (!committed) {
      commit();
    }
    ByteBuffer content = events == null || read == null ? read : events.relayed(read);
    commenting = false;
    last = reader.isMessageComplete() && ahead == null;
    if (content != null) {
      stream.attempt().server().metrics().bytesOut(content.remaining());
    }
    awaitingClient = true;
    // Without content the end is left to the completion of the exchange where Jetty would otherwise
    // declare a length of zero that the server has not given.
    boolean end = last && !(content == null && hasNoContentByDefinition());
    ByteBuffer written = content == null ? BufferUtil.EMPTY_BUFFER : content;
    stream.exchange().downstream().write(end, written, this);
    return Step.SCHEDULED;
  }

  private boolean hasNoContentByDefinition() {
    return ResponseReader.hasNoContentByDefinition(request, reader.status());
  }

  private void commit() throws IOException {
    Commitment.to(stream.attempt(), reader.status());
    committed = true;
    persistent = reader.isPersistent();
    response.setStatus(reader.status());
    stream.attempt().copyFields(reader);
    if (reader.isChunked() && !hasNoContentByDefinition()) {
      ResponseReader trailing = reader;
      response.setTrailersSupplier(() -> TrailerFields.forwarded(trailing.trailers()));
    }
    events = stream.events(this::iterate);
  }

  @Override
  protected void ended(Throwable failure) {
    if (events != null) {
      events.ended();
    }
    boolean clean = buffer == null || !buffer.hasRemaining();
    releaseBuffer();
    if (reader != null) {
      reader.release();
      reader = null;
    }
    stream.exchange().downstream().closeWriter();
    if (failure == null && tunnel != null) {
      stream.upgraded(tunnel);
    } else if (failure == null) {
      stream.responseRelayed(persistent && clean && !ended);
    } else {
      stream.responseNotRelayed(failure);
    }
  }

  private void releaseBuffer() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
