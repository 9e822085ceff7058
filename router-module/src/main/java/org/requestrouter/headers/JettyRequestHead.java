package org.requestrouter.headers;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.rule.RequestHead;

/** What the rules see of a Jetty request. */
public final class JettyRequestHead implements RequestHead {
  private final Request request;
  // Made when a term first asks: every other term of the rules asks again.
  private String target;
  private HttpFields fields;

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
    if (target == null) {
      target = request.getHttpURI().getPathQuery();
    }
    return target;
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
    if (fields == null) {
      HttpFields sent = request.getHeaders();
      fields = sent.contains(HttpHeader.HOST) ? sent : withAuthority(sent);
    }
    return fields;
  }

  private HttpFields withAuthority(HttpFields sent) {
    String authority = request.getHttpURI().getAuthority();
    return authority == null
        ? sent
        : HttpFields.build(sent).add(HttpHeader.HOST, authority).asImmutable();
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
