package org.requestrouter.alias;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers a browser that asks whether a page of the site may send a request to an alias. It may,
 * whatever the method and the fields: it may send the same to the host that it comes from.
 */
final class Preflight implements Request.Handler {
  private final long maxAge;

  /**
   * Creates the answerer.
   *
   * @param maxAge for how many seconds the browser need not ask again
   */
  Preflight(long maxAge) {
    this.maxAge = maxAge;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpFields asked = request.getHeaders();
    HttpFields.Mutable fields = response.getHeaders();
    String method = asked.get(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    fields.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, method);
    String names = String.join(",", asked.getValuesList(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS));
    if (!names.isEmpty()) {
      fields.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    fields.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, maxAge);
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    return true;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
