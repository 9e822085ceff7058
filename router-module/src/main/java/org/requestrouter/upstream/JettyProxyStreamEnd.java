package org.requestrouter.upstream;

import java.util.concurrent.Executor;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.tunnel.TunnelConnection;

/**
 * A tunnel's end that is a stream of Jetty's HTTP client. The client counts the request as
 * unfinished, and its stream as used, until it is told the end of the response.
 */
final class JettyProxyStreamEnd extends TunnelConnection {
  private final Request request;
  private final Content.Source content;

  /**
   * Creates an end.
   *
   * @param content of the response, of which the tunnel leaves the end only
   */
  JettyProxyStreamEnd(EndPoint stream, Executor executor, Request request, Content.Source content) {
    super(stream, executor, () -> {});
    this.request = request;
    this.content = content;
  }

  @Override
  public void close() {
    super.close();
    Content.Source.consumeAll(content, Callback.NOOP);
  }

  /** Resets the stream, too: once, since servers count that against a connection. */
  @Override
  public void reset() {
    request.abort(new EofException("tunnel broken"));
  }
}
