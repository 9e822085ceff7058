package org.requestrouter.upstream;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;

/** A request to a server with method and target as the client sent them, byte for byte. */
final class JettyProxyRequest extends HttpRequest {
  private final JettyProxyTarget target;
  private volatile Map<String, Object> attributes = new HashMap<>();
  private boolean handedOver;
  private Throwable early;

  /** Creates a request to the server, an http or https URI without a path. */
  JettyProxyRequest(HttpClient client, URI server, JettyProxyTarget target) {
    super(client, new HttpConversation(), server);
    this.target = target;
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
  public Request attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  /**
   * Lets go of the attributes, which refer to the exchange, though the client keeps the request.
   */
  void forget() {
    attributes = new HashMap<>(0);
  }

  /**
   * None: the HTTP client would make one of these parts, which need not be possible, for stores of
   * cookies and credentials that are empty here.
   */
  @Override
  public URI getURI() {
    return null;
  }

  @Override
  public String getMethod() {
    return target.method();
  }

  @Override
  public String getPath() {
    return target.path();
  }

  @Override
  public String getQuery() {
    return target.query();
  }
}
