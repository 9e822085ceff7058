package org.requestrouter.upstream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * An attempt that Jetty's HTTP client carries. The client reports the phases of its request here,
 * the response is relayed by JettyProxyResponse, and the first of all ends is reported. The HTTP
 * client's own timeouts are off: they cannot tell whether it is the server that keeps silent.
 */
final class JettyProxyAttempt
    implements Attempt.Abortable,
        Timeouts.Timed,
        Request.BeginListener,
        Request.CommitListener,
        Request.SuccessListener,
        Response.ContentSourceListener,
        Response.CompleteListener {

  static final String ATTRIBUTE = JettyProxyAttempt.class.getName();

  private final JettyProxyUpstream upstream;
  private final Attempt attempt;
  private final JettyProxyRequest request;
  private final JettyProxyContent content;
  private final JettyProxyResponse response;
  private final JettyProxyPhase phase;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Written one by one, before the final response; touched by the receiver's thread only. */
  private CompletableFuture<Void> interims = CompletableFuture.completedFuture(null);

  private boolean handedOver;
  private Throwable abortCause;
  private volatile long lastActivity = NanoTime.now();

  JettyProxyAttempt(JettyProxyUpstream upstream, Attempt attempt) {
    this.upstream = upstream;
    this.attempt = attempt;
    org.eclipse.jetty.server.Request client = downstream().request();
    this.request = upstream.newRequest(client.getMethod(), client.getHttpURI());
    this.content = new JettyProxyContent(this);
    this.response = new JettyProxyResponse(this);
    this.phase = new JettyProxyPhase(request, upstream.proxy().isSecure());
  }

  void start() {
    upstream.started(this);
    request.attribute(ATTRIBUTE, this);
    request.onRequestBegin(this).onRequestCommit(this).onRequestSuccess(this);
    try {
      if (content.open()) {
        request.body(content);
        if (content.getLength() < 0) {
          // A supplier makes the content chunked.
          request.trailersSupplier(content::trailers);
        }
      }
      upstream.proxy().send(this, downstream().request(), downstream().response());
      handedOver();
    } catch (ClientFailureException | RuntimeException x) {
      upstream.ended(this);
      end(x);
    }
  }

  /** From now on the HTTP client knows what to abort. */
  private void handedOver() {
    Throwable cause;
    synchronized (this) {
      handedOver = true;
      cause = abortCause;
    }
    if (cause != null) {
      request.abort(cause);
    }
  }

  private void abortRequest(Throwable cause) {
    synchronized (this) {
      abortCause = cause;
      if (!handedOver) {
        return;
      }
    }
    request.abort(cause);
  }

  Attempt attempt() {
    return attempt;
  }

  Exchange exchange() {
    return attempt.exchange();
  }

  Downstream downstream() {
    return exchange().downstream();
  }

  JettyProxyRequest request() {
    return request;
  }

  /** Notes that bytes went to or came from the server, or that the client has made it wait. */
  void touch() {
    lastActivity = NanoTime.now();
  }

  @Override
  public void onBegin(Request begun) {
    phase.begun();
    if (!upstream.proxy().isSecure()) {
      // From now on the host is only what :authority says: the client's Host, byte for byte.
      String host = upstream.context().requestFields().host(downstream().request());
      if (host != null) {
        request.host(host).port(-1);
      }
    }
  }

  @Override
  public void onCommit(Request committed) {
    phase.established();
    touch();
  }

  @Override
  public void onSuccess(Request sent) {
    phase.sent();
    touch();
    content.close();
  }

  /** Relays an interim response, unless the client cannot or does not want to have it. */
  void interim(int status, HttpFields fields) {
    touch();
    boolean relayed =
        status == HttpStatus.CONTINUE_100
            ? exchange().content().expectsContinue()
            : downstream().request().getConnectionMetaData().getHttpVersion()
                != HttpVersion.HTTP_1_0;
    if (relayed && !ended.get()) {
      interims = interims.thenCompose(before -> write(status, fields));
    }
  }

  private CompletableFuture<Void> write(int status, HttpFields fields) {
    // An interim response that cannot be written is no failure: the final one will show it.
    return downstream()
        .response()
        .writeInterim(status, fields)
        .handle(
            (written, failure) -> {
              if (status == HttpStatus.CONTINUE_100) {
                exchange().content().proceed();
              }
              return null;
            });
  }

  @Override
  public void onContentSource(Response received, Content.Source source) {
    phase.received();
    touch();
    if (received.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
      String message = "101 to a request without Upgrade";
      fail(new ServerFailureException(Failure.Kind.RESPONSE_INVALID, message, null));
    } else {
      interims.thenRun(() -> response.start(received, source));
    }
  }

  @Override
  public void onComplete(Result result) {
    upstream.ended(this);
    content.close();
    if (result.isFailed() && !response.isStarted()) {
      end(result.getFailure());
    }
    // Otherwise the relay meets the failure when it has written what came before.
  }

  /** The client has the whole response. */
  void responseRelayed() {
    if (ended.compareAndSet(false, true)) {
      if (!content.isRead()) {
        abortRequest(new EofException("response ended before the request"));
      }
      content.close();
      attempt.responseRelayed();
    }
  }

  /** The response could not be read. */
  void responseNotRead(Throwable cause) {
    end(cause);
    abortRequest(cause);
  }

  /** The response could not be written. */
  void responseNotWritten(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      abortRequest(cause);
      content.close();
      Failure.Kind kind =
          cause instanceof TimeoutException
              ? Failure.Kind.CLIENT_TIMEOUT
              : Failure.Kind.CLIENT_LEFT;
      exchange().clientFailed(new Failure(kind, cause));
    }
  }

  private void end(Throwable cause) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    content.close();
    if (cause instanceof ClientFailureException client) {
      exchange().clientFailed(client.failure());
      return;
    }
    if (phase.isHandshakeFailure(cause)) {
      upstream.handshakeFailed(cause);
    }
    attempt.failed(new Failure(phase.kind(cause), cause));
  }

  private void fail(ServerFailureException cause) {
    // Whoever waits for the server, relay or completion, gets to know by the failed request.
    abortRequest(cause);
  }

  @Override
  public void abort(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      response.abort(cause);
      content.close();
      abortRequest(cause);
    }
  }

  /** Whether the request is sent and no byte of the response has come for that long. */
  boolean isWaitingLongerThan(long nanos) {
    return phase.isWaiting() && NanoTime.since(lastActivity) > nanos;
  }

  @Override
  public long getExpireNanoTime() {
    Http1Timing timing = upstream.proxy().timing();
    return lastActivity + (phase.isEstablished() ? timing.server() : timing.connect());
  }

  @Override
  public boolean expired() {
    boolean clientsTurn = content.isAwaitingClient() || response.isAwaitingClient();
    touch();
    if (!clientsTurn) {
      boolean established = phase.isEstablished();
      Failure.Kind kind = established ? Failure.Kind.SERVER_TIMEOUT : Failure.Kind.CONNECT_TIMEOUT;
      String message = (established ? "server" : "connect") + " timeout of " + upstream;
      ServerFailureException cause = new ServerFailureException(kind, message, null);
      upstream.context().executor().execute(() -> fail(cause));
    }
    return false;
  }
}
