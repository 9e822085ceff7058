package org.requestrouter.upstream;

import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.requestrouter.exchange.Failure;

/** How far the request of an attempt has come, and what a failure therefore means. */
final class JettyProxyPhase {
  /**
   * How the HTTP client tells that the server has not looked at the request (RFC 9113, 8.7). Its
   * names are in classes that need not be there.
   */
  private static final String REFUSED = "refused_stream_error";

  private final Request request;
  private final boolean secure;

  /** The connection of an HTTP/1.1 request. */
  private volatile Connection connection;

  private volatile long bytesBefore;
  private volatile boolean begun;
  private volatile boolean reused;
  private volatile boolean established;
  private volatile boolean sent;
  private volatile boolean received;

  JettyProxyPhase(Request request, boolean secure) {
    this.request = request;
    this.secure = secure;
  }

  /** The request has got a connection, which may still have to shake hands. */
  void begun() {
    if (request.getConnection() instanceof Connection assigned) {
      reused = assigned.getMessagesOut() > 1;
      bytesBefore = assigned.getBytesIn();
      connection = assigned;
    }
    begun = true;
  }

  /** Bytes of the request have been sent. */
  void established() {
    established = true;
  }

  /** The whole request has been sent. */
  void sent() {
    sent = true;
  }

  /** The header of the response has come. */
  void received() {
    received = true;
  }

  boolean isSent() {
    return sent;
  }

  boolean isWaiting() {
    return sent && !received;
  }

  /** Whether the server can have seen anything of the request. */
  boolean isEstablished() {
    if (!established && begun) {
      established = !secure || isHandshakeDone();
    }
    return established;
  }

  private boolean isHandshakeDone() {
    // Until the handshake is done the engine has the null session, whose protocol is NONE.
    return connection.getEndPoint() instanceof SslConnection.SslEndPoint endPoint
        && !"NONE".equals(endPoint.getSslConnection().getSSLEngine().getSession().getProtocol());
  }

  /** Whether there is no TLS with the server, on either side's account. */
  boolean isHandshakeFailure(Throwable cause) {
    return cause instanceof SSLHandshakeException
        || (cause instanceof SSLException && !isEstablished());
  }

  /** What it means that the server has been silent for too long. */
  ServerFailureException timeout(JettyProxyUpstream server) {
    return isEstablished()
        ? new ServerFailureException(
            Failure.Kind.SERVER_TIMEOUT, "server timeout of " + server, null)
        : new ServerFailureException(
            Failure.Kind.CONNECT_TIMEOUT, "connect timeout of " + server, null);
  }

  /** What the failure of the request means. */
  Failure.Kind kind(Throwable cause) {
    if (cause instanceof ServerFailureException known) {
      return known.kind();
    }
    if (cause instanceof SocketTimeoutException) {
      return Failure.Kind.CONNECT_TIMEOUT;
    }
    if (!isEstablished() || isHandshakeFailure(cause)) {
      return Failure.Kind.CONNECT;
    }
    if (cause instanceof HttpResponseException || cause instanceof HttpException) {
      return Failure.Kind.RESPONSE_INVALID;
    }
    if (connection == null && REFUSED.equals(cause.getMessage())) {
      return Failure.Kind.REUSED_DIED;
    }
    if (connection == null || connection.getBytesIn() != bytesBefore) {
      return Failure.Kind.RESPONSE_MISSING;
    }
    return reused ? Failure.Kind.REUSED_DIED : Failure.Kind.RESPONSE_EMPTY;
  }
}
