package org.requestrouter.headers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/**
 * The client's side of a request whose final response has fields that have the last word: whatever
 * gives it (a server, the router's errors, a webapp, an error page), and whatever has reset it
 * before, as containers do before an error.
 */
public abstract class FinalHeaderStream extends HttpStream.Wrapper {

  /** Creates it around the stream. */
  protected FinalHeaderStream(HttpStream stream) {
    super(stream);
  }

  /** Changes the fields of the final response, just before they are sent. */
  protected abstract void change(HttpFields.Mutable fields);

  @Override
  public void send(
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    boolean isFinal = response != null && !HttpStatus.isInterim(response.getStatus());
    super.send(request, isFinal ? changed(response) : response, last, content, callback);
  }

  private MetaData.Response changed(MetaData.Response response) {
    HttpFields.Mutable fields = HttpFields.build(response.getHttpFields());
    change(fields);
    return new MetaData.Response(
        response.getStatus(),
        response.getReason(),
        response.getHttpVersion(),
        fields.asImmutable(),
        response.getContentLength(),
        response.getTrailersSupplier());
  }
}
