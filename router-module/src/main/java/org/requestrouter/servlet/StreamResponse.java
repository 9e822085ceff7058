package org.requestrouter.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that goes through the filters' wrapper: status and fields when it begins, then content
 * through the wrapper's stream.
 */
final class StreamResponse extends Response.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(StreamResponse.class);

  private final HttpServletResponse response;
  private final HttpFields.Mutable headers = HttpFields.build();
  private final StreamWriter writer = new StreamWriter();
  private int status;
  private Supplier<HttpFields> trailers;
  private boolean begun;

  StreamResponse(Request request, Response core, HttpServletResponse response) {
    super(request, core);
    this.response = response;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setStatus(int code) {
    status = code;
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return headers;
  }

  @Override
  public Supplier<HttpFields> getTrailersSupplier() {
    return trailers;
  }

  @Override
  public void setTrailersSupplier(Supplier<HttpFields> supplier) {
    trailers = supplier;
  }

  @Override
  public boolean isCommitted() {
    return response.isCommitted();
  }

  @Override
  public void reset() {
    headers.clear();
    trailers = null;
    response.reset();
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (!begun) {
      begun = true;
      begin();
      if (hasNoContent()) {
        // The end of the request commits it; to flush would make a filter write its own framing.
        callback.succeeded();
        return;
      }
      try {
        writer.open(response.getOutputStream());
      } catch (IOException | RuntimeException x) {
        LOG.warn("the response of a filter cannot be written asynchronously: {}", response, x);
        writer.abort(x);
      }
    }
    writer.write(last, content, callback);
  }

  private boolean hasNoContent() {
    return HttpStatus.hasNoBody(status) || HttpMethod.HEAD.is(getRequest().getMethod());
  }

  private void begin() {
    response.setStatus(status);
    for (HttpField field : headers) {
      if (replaces(field.getHeader())) {
        response.setHeader(field.getName(), field.getValue());
      } else {
        response.addHeader(field.getName(), field.getValue());
      }
    }
    boolean mayTrail =
        getRequest().getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
    if (trailers != null && mayTrail && !response.isCommitted()) {
      response.setTrailerFields(this::trailerMap);
    }
  }

  /** Fields that exist once: what the server says replaces what the container has set. */
  private static boolean replaces(HttpHeader header) {
    return header == HttpHeader.CONTENT_LENGTH
        || header == HttpHeader.CONTENT_TYPE
        || header == HttpHeader.DATE
        || header == HttpHeader.SERVER
        || header == HttpHeader.X_POWERED_BY;
  }

  private Map<String, String> trailerMap() {
    HttpFields fields = trailers.get();
    if (fields == null) {
      return null;
    }
    Map<String, String> map = new LinkedHashMap<>();
    fields.forEach(f -> map.merge(f.getName(), f.getValue(), (one, two) -> one + ", " + two));
    return map;
  }

  /** Ends a pending write with a failure, and all that follow. */
  void abort(Throwable cause) {
    writer.abort(cause);
  }
}
