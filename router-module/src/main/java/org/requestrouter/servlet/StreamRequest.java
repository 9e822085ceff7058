package org.requestrouter.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request as the filters' wrapper shows it: method, target and fields are the wrapper's, and so
 * is the content, unless the wrapper hands out the container's own stream.
 */
final class StreamRequest extends Request.Wrapper {
  private final HttpServletRequest request;
  private final HttpURI uri;
  private final HttpFields headers;
  private final boolean expectsContinue;

  /** Bytes that the header still promises, or -1 if it promises none. */
  private long promised;

  private Content.Source content;
  private StreamContent stream;

  StreamRequest(Request core, HttpServletRequest request) {
    super(core);
    this.request = request;
    this.uri = uri(core.getHttpURI(), request);
    this.headers = headers(request);
    this.promised = headers.getLongField(HttpHeader.CONTENT_LENGTH);
    this.expectsContinue = headers.contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
  }

  private static HttpURI uri(HttpURI uri, HttpServletRequest request) {
    String path = request.getRequestURI();
    String query = request.getQueryString();
    if (Objects.equals(path, uri.getPath()) && Objects.equals(query, uri.getQuery())) {
      return uri;
    }
    return HttpURI.build(uri, query == null ? path : path + "?" + query).asImmutable();
  }

  private static HttpFields headers(HttpServletRequest request) {
    HttpFields.Mutable fields = HttpFields.build();
    for (Enumeration<String> names = names(request); names.hasMoreElements(); ) {
      String name = names.nextElement();
      Enumeration<String> values = request.getHeaders(name);
      while (values != null && values.hasMoreElements()) {
        fields.add(FieldText.field(name, values.nextElement()));
      }
    }
    long length = request.getContentLengthLong();
    if (length != fields.getLongField(HttpHeader.CONTENT_LENGTH)) {
      // A wrapper that decodes may change the length that it tells, and forget the field.
      if (length < 0) {
        fields.remove(HttpHeader.CONTENT_LENGTH);
      } else {
        fields.put(new HttpField(HttpHeader.CONTENT_LENGTH, Long.toString(length)));
      }
    }
    return fields.asImmutable();
  }

  private static Enumeration<String> names(HttpServletRequest request) {
    Enumeration<String> names = request.getHeaderNames();
    return names == null ? Collections.emptyEnumeration() : names;
  }

  @Override
  public String getMethod() {
    return request.getMethod();
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public long getLength() {
    return headers.getLongField(HttpHeader.CONTENT_LENGTH);
  }

  @Override
  public boolean isSecure() {
    return request.isSecure();
  }

  /** Whether content comes from a stream of a filter's. */
  boolean readsStream() {
    return stream != null;
  }

  @Override
  public Content.Chunk read() {
    if (content == null && expectsContinue) {
      // To ask the stream would make Jetty send the 100 that only the server may give.
      return null;
    }
    Content.Chunk chunk = content().read();
    return chunk == null || Content.Chunk.isFailure(chunk) || promised < 0 ? chunk : check(chunk);
  }

  /** The server takes the promised length for the framing: what differs would become a request. */
  private Content.Chunk check(Content.Chunk chunk) {
    promised -= chunk.remaining();
    if (promised == 0 && !chunk.isLast() && stream != null) {
      // The end is known: it need not be waited for, and goes out with the content.
      return Content.Chunk.asChunk(chunk.getByteBuffer(), true, chunk);
    }
    if (promised == 0 || (promised > 0 && !chunk.isLast())) {
      return chunk;
    }
    chunk.release();
    promised = 0;
    String message = "content is " + (chunk.isLast() ? "shorter" : "longer") + " than its length";
    return Content.Chunk.from(
        new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, message), true);
  }

  @Override
  public void demand(Runnable task) {
    content().demand(task);
  }

  private Content.Source content() {
    if (content == null) {
      content = open();
    }
    return content;
  }

  private Content.Source open() {
    try {
      ServletInputStream input = request.getInputStream();
      if (input == CoreRequests.unwrap(request).getInputStream()) {
        return getWrapped();
      }
      stream = new StreamContent(input, request, getComponents().getByteBufferPool());
    } catch (IOException | IllegalStateException x) {
      stream = new StreamContent(x);
    }
    return stream;
  }
}
