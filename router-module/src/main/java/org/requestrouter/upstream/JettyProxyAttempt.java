package org.requestrouter.upstream;

import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.EventStream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.OpenTunnel;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.exchange.Timing;
import org.requestrouter.headers.FieldSink;
import org.requestrouter.headers.RequestFields;

/**
 * An attempt that Jetty's HTTP client carries. The client reports the phases of its request here,
 * the response is relayed by JettyProxyResponse, and the first of all ends is reported. The HTTP
 * client's own timeouts are off: they cannot tell whether it is the server that keeps silent.
 */
final class JettyProxyAttempt implements Attempt.Abortable, Timeouts.Timed {

  static final String ATTRIBUTE = JettyProxyAttempt.class.getName();

  private final JettyProxyUpstream upstream;
  private final Attempt attempt;
  private final JettyProxyRequest request;
  private final JettyProxyListener listener = new JettyProxyListener(this);
  private final JettyProxyContent content;
  private final JettyProxyResponse response;
  private final JettyProxyPhase phase;
  private final InterimResponses interims;
  private final JettyProxyUpgrade upgrade;
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile boolean completed;
  private volatile long lastActivity = NanoTime.now();

  JettyProxyAttempt(JettyProxyUpstream upstream, Attempt attempt) {
    this.upstream = upstream;
    this.attempt = attempt;
    this.upgrade = JettyProxyUpgrade.of(this, upstream);
    JettyProxyTarget target = JettyProxyTarget.of(attempt.exchange(), upgrade);
    this.request = upstream.newRequest(target, downstream().request().getConnectionMetaData());
    this.content = new JettyProxyContent(this);
    this.response = new JettyProxyResponse(this);
    this.interims = new InterimResponses(attempt.exchange());
    this.phase = new JettyProxyPhase(request, upstream.proxy().isSecure());
  }

  private RequestFields fields() {
    return exchange().settings().requestFields();
  }

  /** Hands over the fields that the server gets. */
  void forEachField(FieldSink sink) {
    FieldSink all = upgrade == null ? sink : upgrade.addFields(sink);
    fields().forEach(downstream().request(), attempt.server().site(), all);
  }

  /** Takes both sides of the client. */
  void open() {
    content.open();
    downstream().openWriter();
  }

  void start() {
    upstream.started(this);
    request.attribute(ATTRIBUTE, this);
    request.attribute(HttpUpgrader.Factory.class.getName(), upgrade);
    request.onRequestBegin(listener).onRequestCommit(listener).onRequestSuccess(listener);
    try {
      if (content.isExpected()) {
        request.body(content);
      }
      upstream.proxy().send(this, downstream().request(), downstream().response());
    } catch (RuntimeException x) {
      upstream.ended(this);
      end(x);
      request.abort(x);
    }
    request.handedOver();
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

  /** What Jetty's HTTP client is to report to. */
  JettyProxyListener listener() {
    return listener;
  }

  void begun() {
    // The response may be here before the thread that sends the request is back.
    request.handedOver();
    phase.begun();
    if (!upstream.proxy().isSecure()) {
      // From now on the host is only what :authority says: the Host field, byte for byte.
      String host = fields().host(downstream().request(), attempt.server().site());
      if (host != null && upgrade != null) {
        upgrade.setAuthority(request, host);
      } else if (host != null) {
        request.host(host).port(-1);
      }
    }
  }

  void committed() {
    phase.established();
    touch();
    // The server's timeout may be shorter than the one that was scheduled.
    upstream.context().timeouts().schedule(this);
  }

  void sent() {
    phase.sent();
    touch();
    content.close();
  }

  void interim(int status, HttpFields.Mutable fields) {
    touch();
    if (!ended.get() && !interims.relay(status, fields)) {
      refuse("more than " + InterimResponses.LIMIT + " 1xx responses");
    }
  }

  void received(Response received, Content.Source source) {
    phase.received();
    touch();
    if (upgrade != null && upgrade.isBegun(received)) {
      interims.whenWritten(() -> upgrade.headerReceived(received, source));
    } else if (received.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
      refuse("101 to a request without Upgrade");
    } else {
      interims.whenWritten(() -> response.start(received, source));
    }
  }

  void completed(Result result) {
    upstream.ended(this);
    content.close();
    completed = true;
    if (upgrade != null && result.isFailed()) {
      upgrade.failed(result.getFailure());
    }
    if (upgrade != null && upgrade.isReady(result)) {
      upgrade.messageReceived(result.getResponse());
    } else if (response.isStarted()) {
      // A failure it meets when it has written what came before.
      response.available();
    } else if (result.isFailed()) {
      end(result.getFailure());
    }
  }

  private void refuse(String fault) {
    request.abort(ServerFailureException.invalid(new ProtocolException(fault)));
  }

  /** Watches over the response if it is a stream of events; null if not. */
  EventStream events(Runnable relay) {
    UpstreamContext context = upstream.context();
    return EventStream.of(exchange(), context.timeouts(), context.executor(), relay);
  }

  /** Whether the connection has been given back, or will not be before the request is sent. */
  boolean isConnectionFree() {
    return completed || !phase.isSent();
  }

  /** The client has the header of an upgrade. */
  void upgraded(OpenTunnel tunnel) {
    upstream.ended(this);
    content.close();
    listener.handOver(upgrade);
    request.forget();
    if (ended.compareAndSet(false, true)) {
      attempt.upgraded(tunnel);
    } else {
      tunnel.cut();
    }
  }

  /** The client has the whole response. */
  void responseRelayed() {
    if (ended.compareAndSet(false, true)) {
      if (!content.isRead()) {
        request.abort(new EofException("response ended before the request"));
      }
      content.close();
      attempt.responseRelayed();
    }
  }

  /** The response could not be read. */
  void responseNotRead(Throwable cause) {
    end(cause);
    request.abort(cause);
  }

  /** The response is not relayed, or not any more. */
  void responseAborted(Throwable cause) {
    request.abort(cause);
  }

  /** The response could not be written. */
  void responseNotWritten(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      content.close();
      exchange().clientFailed(Failure.ofWriting(cause));
    }
    request.abort(cause);
  }

  private void end(Throwable cause) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    close(cause);
    if (cause instanceof ClientFailureException client) {
      exchange().clientFailed(client.failure());
      return;
    }
    if (phase.isHandshakeFailure(cause)) {
      upstream.handshakeFailed(cause);
    }
    attempt.failed(new Failure(phase.kind(cause), cause));
  }

  /** Gives both sides of the client back, and ends the request, as soon as nobody uses them. */
  private void close(Throwable cause) {
    content.close();
    response.abort(cause);
  }

  /** The last write to the client has ended. */
  void responseClosed() {
    interims.whenWritten(downstream()::closeWriter);
  }

  @Override
  public void abort(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      close(cause);
    }
  }

  /** Whether the request is sent and no byte of the response has come for that long. */
  boolean isWaitingLongerThan(long nanos) {
    return phase.isWaiting() && NanoTime.since(lastActivity) > nanos;
  }

  @Override
  public long getExpireNanoTime() {
    Timing timing = exchange().settings().timing();
    return lastActivity + (phase.isEstablished() ? timing.server() : timing.connect());
  }

  @Override
  public boolean expired() {
    if (content.isAwaitingClient() || response.isAwaitingClient()) {
      touch();
    } else if (NanoTime.until(getExpireNanoTime()) <= 0) {
      touch();
      ServerFailureException cause = phase.timeout(upstream);
      upstream.context().executor().execute(() -> request.abort(cause));
    }
    return false;
  }
}
