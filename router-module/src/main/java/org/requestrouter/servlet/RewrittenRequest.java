package org.requestrouter.servlet;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.requestrouter.headers.RewrittenHost;

/** A request with another path, and another Host field unless the client's is to be kept. */
final class RewrittenRequest extends Request.Wrapper implements RewrittenHost {
  private final HttpURI uri;
  private final HttpFields headers;

  /**
   * Creates the request.
   *
   * @param host the value of the Host field, or null to keep the client's
   */
  RewrittenRequest(Request request, String path, String host) {
    super(request);
    HttpURI asked = request.getHttpURI();
    String query = asked.getQuery();
    this.uri =
        path.equals(asked.getPath())
            ? asked
            : HttpURI.build(asked, query == null ? path : path + "?" + query).asImmutable();
    this.headers =
        host == null
            ? request.getHeaders()
            : HttpFields.build(request.getHeaders()).put(HttpHeader.HOST, host);
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
  public String clientHost() {
    String host = getWrapped().getHeaders().get(HttpHeader.HOST);
    return host != null ? host : getWrapped().getHttpURI().getAuthority();
  }
}
