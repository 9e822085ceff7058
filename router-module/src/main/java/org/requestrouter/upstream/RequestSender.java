package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.requestrouter.exchange.RequestContent;
import org.requestrouter.flow.Pump;
import org.requestrouter.headers.RequestFields;
import org.requestrouter.headers.TrailerFields;
import org.requestrouter.headers.Upgrade;

/**
 * Sends the request of an attempt: the header at once, together with the content that is there
 * already, then the content as it comes. A chunk is released, and the next one asked for, only when
 * the server's side has taken it.
 */
final class RequestSender extends Pump {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Http1Stream stream;
  private final RequestContent content;
  private Content.Chunk chunk;
  private boolean headSent;
  private boolean writing;
  private boolean chunked;
  private volatile boolean last;
  private volatile boolean awaitingClient;

  RequestSender(Http1Stream stream) {
    this.stream = stream;
    this.content = stream.exchange().content();
  }

  /** Whether nothing can be sent until the client sends more. */
  boolean isAwaitingClient() {
    return awaitingClient;
  }

  /** Whether the end of the request has been handed to the connection. */
  boolean isLastWritten() {
    return last;
  }

  void contentAvailable() {
    // In this order: who finds that the client is not awaited finds the new activity, too.
    stream.connection().touch();
    awaitingClient = false;
    iterate();
  }

  @Override
  protected Step step() throws IOException {
    if (writing) {
      writing = false;
      stream.connection().touch();
    }
    while (true) {
      release();
      if (last) {
        return Step.DONE;
      }
      chunk = content.read();
      if (chunk == null && headSent) {
        return awaitContent();
      }
      ByteBuffer[] buffers = chunk == null ? buffers(head(false)) : next();
      if (!stream.connection().flush(buffers)) {
        writing = true;
        stream.connection().writeLater(this, kept(buffers));
        return Step.SCHEDULED;
      }
    }
  }

  /** Returns what the chunk adds to the message. */
  private ByteBuffer[] next() throws ClientFailureException {
    if (Content.Chunk.isFailure(chunk)) {
      throw new ClientFailureException(chunk.getFailure());
    }
    last = chunk.isLast();
    ByteBuffer data = chunk.hasRemaining() ? chunk.getByteBuffer() : BufferUtil.EMPTY_BUFFER;
    if (data.hasRemaining()) {
      stream.attempt().server().metrics().bytesIn(data.remaining());
      stream.connection().touch();
    }
    ByteBuffer head = headSent ? BufferUtil.EMPTY_BUFFER : head(last && !data.hasRemaining());
    if (chunked) {
      return chunk(head, data);
    }
    return data.hasRemaining() ? buffers(head, data) : buffers(head);
  }

  private static ByteBuffer[] buffers(ByteBuffer... buffers) {
    return buffers;
  }

  /** The header's buffer is the thread's: what could not be written at once is copied. */
  private static ByteBuffer[] kept(ByteBuffer... buffers) {
    if (buffers[0].hasRemaining()) {
      buffers[0] = ByteBuffer.wrap(BufferUtil.toArray(buffers[0]));
    }
    return buffers;
  }

  private Step awaitContent() {
    if (content.expectsContinue()) {
      // Demanding would make Jetty send the 100 that only the server may give.
      stream.exchange().downstream().watch();
    } else {
      awaitingClient = true;
      content.demand();
    }
    return Step.IDLE;
  }

  private ByteBuffer[] chunk(ByteBuffer head, ByteBuffer data) {
    int length = data.remaining();
    ByteBuffer size = BufferUtil.EMPTY_BUFFER;
    if (length > 0) {
      String line = Integer.toHexString(length) + "\r\n";
      size = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    }
    return buffers(head, size, data, chunkEnd(length > 0));
  }

  private ByteBuffer chunkEnd(boolean afterData) {
    byte[] start = afterData ? CRLF : new byte[0];
    if (!last) {
      return ByteBuffer.wrap(start);
    }
    byte[] end =
        chunk instanceof Trailers trailers
            ? trailers(TrailerFields.forwarded(trailers.getTrailers()))
            : LAST_CHUNK;
    return ByteBuffer.allocate(start.length + end.length).put(start).put(end).flip();
  }

  private static byte[] trailers(HttpFields trailers) {
    StringBuilder lines = new StringBuilder("0\r\n");
    trailers.forEach(
        f -> lines.append(f.getName()).append(": ").append(f.getValue()).append("\r\n"));
    return lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Generates the header; with an unknown length the content has to be chunked. */
  private ByteBuffer head(boolean noContent) {
    headSent = true;
    Request request = stream.exchange().downstream().request();
    chunked = !noContent && !request.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
    RequestFields fields = stream.exchange().settings().requestFields();
    Upgrade upgrade = stream.exchange().upgrade();
    return fields.write(request, stream.attempt().server().site(), chunked, upgrade).toBuffer();
  }

  @Override
  protected void ended(Throwable failure) {
    release();
    if (failure == null) {
      stream.requestSent();
    } else {
      stream.requestNotSent(failure);
    }
  }

  private void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
