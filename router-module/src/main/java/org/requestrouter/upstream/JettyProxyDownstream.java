package org.requestrouter.upstream;

import org.eclipse.jetty.server.Request;

/**
 * The client's request as Jetty's proxy sees it. It seems to have no content, since the proxy tells
 * content by Transfer-Encoding, which HTTP/2 lacks: the attempt brings it along.
 */
final class JettyProxyDownstream extends Request.Wrapper {
  private final JettyProxyAttempt attempt;

  JettyProxyDownstream(Request request, JettyProxyAttempt attempt) {
    super(request);
    this.attempt = attempt;
  }

  JettyProxyAttempt attempt() {
    return attempt;
  }

  @Override
  public long getLength() {
    return 0;
  }
}
