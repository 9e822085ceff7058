package org.requestrouter.upstream;

import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.Content;

/**
 * Tells an attempt what Jetty's HTTP client reports of its request. The client keeps its listeners
 * as long as a tunnel uses the request's stream, and they would keep all of the exchange: so from
 * then on the tunnel's end is all that is told.
 */
final class JettyProxyListener
    implements Request.BeginListener,
        Request.CommitListener,
        Request.SuccessListener,
        Response.ContentSourceListener,
        Response.CompleteListener {

  private volatile JettyProxyAttempt attempt;
  private volatile JettyProxyUpgrade tunnel;

  JettyProxyListener(JettyProxyAttempt attempt) {
    this.attempt = attempt;
  }

  /** From now on only a failure is told, and only to the tunnel's end. */
  void handOver(JettyProxyUpgrade upgrade) {
    tunnel = upgrade;
    attempt = null;
  }

  private void tell(Consumer<JettyProxyAttempt> news) {
    JettyProxyAttempt current = attempt;
    if (current != null) {
      news.accept(current);
    }
  }

  @Override
  public void onBegin(Request begun) {
    tell(JettyProxyAttempt::begun);
  }

  @Override
  public void onCommit(Request committed) {
    tell(JettyProxyAttempt::committed);
  }

  @Override
  public void onSuccess(Request sent) {
    tell(JettyProxyAttempt::sent);
  }

  @Override
  public void onContentSource(Response received, Content.Source source) {
    tell(current -> current.received(received, source));
  }

  @Override
  public void onComplete(Result result) {
    JettyProxyUpgrade upgrade = tunnel;
    if (upgrade != null && result.isFailed()) {
      upgrade.failed(result.getFailure());
    }
    tell(current -> current.completed(result));
  }
}
