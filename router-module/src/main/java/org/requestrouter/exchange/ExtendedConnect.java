package org.requestrouter.exchange;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.TunnelSupport;

/**
 * An extended CONNECT of HTTP/2 (RFC 8441) as the request that an HTTP/1.1 client would have sent
 * in its place. So rules see one kind of WebSocket, as HAProxy's do.
 */
public final class ExtendedConnect extends Request.Wrapper {
  private static final int KEY_BYTES = 16;

  private final HttpFields fields;

  private ExtendedConnect(Request request, String protocol) {
    super(request);
    byte[] key = new byte[KEY_BYTES];
    ThreadLocalRandom.current().nextBytes(key);
    this.fields =
        HttpFields.build(request.getHeaders())
            .put(HttpHeader.CONNECTION, HttpHeaderValue.UPGRADE.asString())
            .put(HttpHeader.UPGRADE, protocol)
            .put(HttpHeader.SEC_WEBSOCKET_KEY, Base64.getEncoder().encodeToString(key))
            .asImmutable();
  }

  /** Returns the request as HTTP/1.1 would have it: the same one, unless it is such a CONNECT. */
  public static Request view(Request request) {
    if (!HttpMethod.CONNECT.is(request.getMethod())) {
      return request;
    }
    TunnelSupport tunnel = request.getTunnelSupport();
    String protocol = tunnel == null ? null : tunnel.getProtocol();
    return protocol == null ? request : new ExtendedConnect(request, protocol);
  }

  /** Whether a response of success would tell the client that its tunnel is open. */
  public static boolean isBehind(Request request) {
    return Request.as(request, ExtendedConnect.class) != null;
  }

  @Override
  public String getMethod() {
    return HttpMethod.GET.asString();
  }

  @Override
  public HttpFields getHeaders() {
    return fields;
  }

  @Override
  public long getLength() {
    return 0;
  }

  /** What the client sends belongs to the tunnel. */
  @Override
  public Content.Chunk read() {
    return Content.Chunk.EOF;
  }

  @Override
  public void demand(Runnable task) {
    task.run();
  }
}
