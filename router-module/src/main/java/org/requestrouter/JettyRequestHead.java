package org.requestrouter;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.rule.RequestHead;

/** What the rules see of a Jetty request. */
public final class JettyRequestHead implements RequestHead {
  private final Request request;
  private HttpFields withHost;

  /** Creates a view of the request. */
  public JettyRequestHead(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  /** The path and query: Jetty has taken an absolute-form target apart already. */
  @Override
  public String target() {
    return request.getHttpURI().getPathQuery();
  }

  @Override
  public String version() {
    return switch (request.getConnectionMetaData().getHttpVersion()) {
      case HTTP_0_9 -> "0.9";
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      case HTTP_2 -> "2.0";
      case HTTP_3 -> "3.0";
    };
  }

  /** The fields, with the authority as Host where the protocol has no such field. */
  @Override
  public HttpFields fields() {
    HttpFields fields = request.getHeaders();
    String authority = request.getHttpURI().getAuthority();
    if (authority == null || fields.contains(HttpHeader.HOST)) {
      return fields;
    }
    if (withHost == null) {
      withHost = HttpFields.build(fields).add(HttpHeader.HOST, authority).asImmutable();
    }
    return withHost;
  }

  @Override
  public SocketAddress remote() {
    return request.getConnectionMetaData().getRemoteSocketAddress();
  }

  @Override
  public SocketAddress local() {
    return request.getConnectionMetaData().getLocalSocketAddress();
  }

  @Override
  public int connections() {
    return request.getConnectionMetaData().getConnector().getConnectedEndPoints().size();
  }

  @Override
  public boolean secure() {
    return request.isSecure();
  }
}
