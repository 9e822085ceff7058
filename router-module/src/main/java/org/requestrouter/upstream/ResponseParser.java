package org.requestrouter.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.requestrouter.headers.ResponseFields;
import org.requestrouter.headers.Upgrade;

/**
 * Parses responses with Jetty's parser, and keeps what it found since the last call. Connections
 * hold one only from the first byte of a response to its last; each thread keeps one for the next.
 */
final class ResponseParser implements ResponseReader, HttpParser.ResponseHandler {

  /** As many bytes of header as Jetty's own responses may have. */
  private static final int MAX_HEADER = 16 * 1024;

  private static final ThreadLocal<ResponseParser> SPARE = new ThreadLocal<>();

  private final HttpParser parser = new HttpParser(this, MAX_HEADER, HttpCompliance.RFC9110);
  private final HttpFields.Mutable fields = HttpFields.build();
  private HttpFields.Mutable trailers;
  private boolean head;
  private HttpVersion version;
  private int status;
  private boolean headerComplete;
  private boolean messageComplete;
  private ByteBuffer content;
  private Throwable failure;

  private ResponseParser() {
    parser.setHeaderCacheSize(1024);
    // Values keep the spelling that the server gave them.
    parser.setHeaderCacheCaseSensitive(true);
  }

  static ResponseParser acquire(boolean head) {
    ResponseParser parser = SPARE.get();
    if (parser == null) {
      parser = new ResponseParser();
    } else {
      SPARE.remove();
    }
    parser.head = head;
    parser.next();
    return parser;
  }

  @Override
  public void release() {
    next();
    // A parser that has seen a bad message or the end of its connection does not start again.
    if (parser.isStart()) {
      SPARE.set(this);
    }
  }

  @Override
  public void next() {
    parser.reset();
    // Which the parser forgets, although an interim response is not what HEAD has asked for.
    parser.setHeadResponse(head);
    fields.clear();
    headerComplete = false;
    messageComplete = false;
    content = null;
    trailers = null;
    failure = null;
  }

  @Override
  public void parse(ByteBuffer bytes) {
    content = null;
    parseNext(bytes);
  }

  private void parseNext(ByteBuffer bytes) {
    try {
      parser.parseNext(bytes);
    } catch (RuntimeException | AssertionError x) {
      // The parser fails over a bad message that has no status of an error yet.
      failure = x;
    }
  }

  @Override
  public void end() {
    content = null;
    parser.atEOF();
    parseNext(BufferUtil.EMPTY_BUFFER);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public void copyFields(HttpFields.Mutable to) {
    ResponseFields.copy(fields, to);
  }

  @Override
  public String accepted(Upgrade asked) {
    return asked.accepted(fields);
  }

  @Override
  public boolean isChunked() {
    return fields.contains(HttpHeader.TRANSFER_ENCODING);
  }

  @Override
  public HttpFields trailers() {
    return trailers;
  }

  @Override
  public boolean isHeaderComplete() {
    return headerComplete;
  }

  @Override
  public boolean isMessageComplete() {
    return messageComplete;
  }

  @Override
  public ByteBuffer content() {
    return content;
  }

  @Override
  public Throwable failure() {
    return failure;
  }

  @Override
  public boolean isPersistent() {
    if (fields.contains(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString())) {
      return false;
    }
    return version == HttpVersion.HTTP_1_1
        || fields.contains(HttpHeader.CONNECTION, HttpHeaderValue.KEEP_ALIVE.asString());
  }

  @Override
  public void startResponse(HttpVersion responseVersion, int responseStatus, String reason) {
    version = responseVersion;
    status = responseStatus;
    if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
      throw bad("not a version of HTTP/1");
    }
  }

  /** Jetty's parser drops codings before chunked, and knows them in HTTP/1.0, too. */
  @Override
  public void parsedHeader(HttpField field) {
    fields.add(field);
    if (field.getHeader() == HttpHeader.TRANSFER_ENCODING
        && !(version == HttpVersion.HTTP_1_1 && HttpHeaderValue.CHUNKED.is(field.getValue()))) {
      throw bad("transfer coding that is not understood");
    }
  }

  private static HttpException.RuntimeException bad(String reason) {
    return new HttpException.RuntimeException(HttpStatus.BAD_GATEWAY_502, reason);
  }

  @Override
  public boolean headerComplete() {
    headerComplete = true;
    return false;
  }

  @Override
  public boolean content(ByteBuffer bytes) {
    content = bytes;
    return true;
  }

  @Override
  public boolean contentComplete() {
    return false;
  }

  @Override
  public void parsedTrailer(HttpField field) {
    if (trailers == null) {
      trailers = HttpFields.build();
    }
    trailers.add(field);
  }

  @Override
  public boolean messageComplete() {
    messageComplete = true;
    return true;
  }

  @Override
  public void earlyEOF() {
    failure = new EofException("early EOF");
  }

  @Override
  public void badMessage(HttpException bad) {
    failure = (Throwable) bad;
  }
}
