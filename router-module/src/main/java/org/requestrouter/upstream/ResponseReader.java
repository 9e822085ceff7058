package org.requestrouter.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.requestrouter.headers.FieldSource;
import org.requestrouter.headers.Upgrade;

/** Takes the bytes of a response apart, and keeps what it found since the last call. */
interface ResponseReader extends FieldSource {

  /**
   * Returns the reader of a response that begins with these bytes; it may have read the header.
   *
   * @param request what is answered
   */
  static ResponseReader of(Request request, ByteBuffer bytes) {
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    PlainResponse plain = head ? null : PlainHead.read(bytes);
    return plain != null ? plain : ResponseParser.acquire(head);
  }

  /** Reads until there is content, the message is complete, or the bytes are used up. */
  void parse(ByteBuffer bytes);

  /** The connection has ended. */
  void end();

  /** Makes ready for the response that follows an interim one. */
  void next();

  /** Gives the reader back; it is not used any more. */
  void release();

  int status();

  boolean isHeaderComplete();

  boolean isMessageComplete();

  /** Whether the content has no length but its own end. */
  boolean isChunked();

  /** Whether the connection can carry a further exchange (RFC 9112, 9.3). */
  boolean isPersistent();

  /** The trailers, or null. */
  HttpFields trailers();

  /** The content found by the last call, or null; a part of the bytes that were read. */
  ByteBuffer content();

  /** Returns the protocol that the response changes to, as it was asked, or null. */
  String accepted(Upgrade asked);

  /** What is wrong with the response, or null. */
  Throwable failure();

  /** Whether a response of that status to the request has no content, whatever its fields say. */
  static boolean hasNoContentByDefinition(Request request, int status) {
    return HttpMethod.HEAD.is(request.getMethod())
        || status == HttpStatus.NO_CONTENT_204
        || status == HttpStatus.NOT_MODIFIED_304;
  }
}
