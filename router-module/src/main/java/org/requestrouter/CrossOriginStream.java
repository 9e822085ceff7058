package org.requestrouter;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.headers.CrossOriginFields;

/**
 * The client's side of a request by a rule with a cross-origin policy, whose fields have the last
 * word: whatever gives the response (a server, the router's errors, an application's error page),
 * and whatever has reset it before, as containers do before an error.
 */
final class CrossOriginStream extends HttpStream.Wrapper {
  private final CrossOriginFields fields;

  CrossOriginStream(HttpStream stream, CrossOriginFields fields) {
    super(stream);
    this.fields = fields;
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    boolean isFinal = response != null && !HttpStatus.isInterim(response.getStatus());
    super.send(request, isFinal ? restored(response) : response, last, content, callback);
  }

  private MetaData.Response restored(MetaData.Response response) {
    HttpFields.Mutable all = HttpFields.build(response.getHttpFields());
    fields.restore(all);
    return new MetaData.Response(
        response.getStatus(),
        response.getReason(),
        response.getHttpVersion(),
        all.asImmutable(),
        response.getContentLength(),
        response.getTrailersSupplier());
  }
}
