package org.requestrouter.share;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The response to a fetch: what the upstream writes goes to the fetch, which knows its clients. */
final class FetchResponse implements Response {
  private final Request request;
  private final Outcome outcome;
  private final HttpFields.Mutable fields = HttpFields.build();
  private int status;
  private Supplier<HttpFields> trailers;
  private volatile boolean committed;
  private boolean last;

  FetchResponse(Request request, Outcome outcome) {
    this.request = request;
    this.outcome = outcome;
  }

  @Override
  public Request getRequest() {
    return request;
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
    return fields;
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
    return committed;
  }

  @Override
  public boolean hasLastWrite() {
    return last;
  }

  @Override
  public boolean isCompletedSuccessfully() {
    return last;
  }

  @Override
  public void reset() {
    fields.clear();
    trailers = null;
    status = 0;
  }

  /** Drops an interim response: no client waits for this one alone. */
  @Override
  public CompletableFuture<Void> writeInterim(int code, HttpFields headers) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    committed = true;
    this.last |= last;
    outcome.received(this, last, content, callback);
  }
}
