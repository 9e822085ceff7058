package org.requestrouter.upstream;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpURI;

/** A request to a server with method and target as the client sent them, byte for byte. */
final class JettyProxyRequest extends HttpRequest {
  private final String method;
  private final String path;
  private final String query;
  private boolean handedOver;
  private Throwable early;

  /** Creates a request to the server, an http or https URI without a path. */
  JettyProxyRequest(HttpClient client, URI server, String method, HttpURI target) {
    super(client, new HttpConversation(), server);
    this.method = method;
    this.path = target.getPath();
    this.query = target.getQuery();
  }

  /** The HTTP client has the request now, and can abort it. */
  void handedOver() {
    Throwable cause;
    synchronized (this) {
      handedOver = true;
      cause = early;
    }
    if (cause != null) {
      super.abort(cause);
    }
  }

  /** Aborts the request; the HTTP client would forget that if it had not queued it yet. */
  @Override
  public CompletableFuture<Boolean> abort(Throwable cause) {
    synchronized (this) {
      if (!handedOver) {
        early = cause;
        return CompletableFuture.completedFuture(false);
      }
    }
    return super.abort(cause);
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public String getQuery() {
    return query;
  }
}
