package org.requestrouter.upstream;

import java.net.ProtocolException;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.headers.FieldSink;
import org.requestrouter.headers.PlainField;
import org.requestrouter.headers.ResponseFields;
import org.requestrouter.headers.Upgrade;
import org.requestrouter.tunnel.Tunnel;
import org.requestrouter.tunnel.TunnelConnection;

/**
 * An upgrade by way of Jetty's HTTP client: with the Upgrade field of HTTP/1.1 over TLS, or with
 * the extended CONNECT of HTTP/2 (RFC 8441), which knows WebSockets only.
 */
final class JettyProxyUpgrade implements HttpUpgrader, HttpUpgrader.Factory {
  private final Upgrade asked;
  private final boolean http1;
  private final Tunnel.Services services;

  /** Null once the tunnel is open: the HTTP client keeps this as long. */
  private JettyProxyAttempt attempt;

  private EndPoint endPoint;
  private Content.Source content;

  /** The tunnel's end, as soon as there is one. */
  private volatile TunnelConnection server;

  private JettyProxyUpgrade(JettyProxyAttempt attempt, JettyProxyUpstream upstream) {
    this.attempt = attempt;
    this.asked = attempt.exchange().upgrade();
    this.http1 = upstream.proxy().isSecure();
    this.services = upstream.context().tunnels();
  }

  /** Returns what upgrades the attempt, or null if nothing does. */
  static JettyProxyUpgrade of(JettyProxyAttempt attempt, JettyProxyUpstream upstream) {
    Upgrade asked = attempt.exchange().upgrade();
    return asked != null && (upstream.proxy().isSecure() || asked.asksForWebSocket())
        ? new JettyProxyUpgrade(attempt, upstream)
        : null;
  }

  /** Returns the method for the server. */
  String method(String client) {
    return http1 ? client : HttpMethod.CONNECT.asString();
  }

  /** Returns what adds the fields of the upgrade to the others. */
  FieldSink addFields(FieldSink sink) {
    if (http1) {
      asked.addFields(sink);
    }
    return field -> {
      if (http1 || field.getHeader() != HttpHeader.SEC_WEBSOCKET_KEY) {
        // The HTTP client keeps them, too.
        sink.accept(PlainField.of(field));
      }
    };
  }

  /** CONNECT takes host and port apart, where other methods take the text as it is. */
  void setAuthority(Request request, String host) {
    HostPort parts = HostPort.unsafe(host);
    request.host(parts.getHost()).port(parts.getPort());
  }

  @Override
  public HttpUpgrader newHttpUpgrader(HttpVersion version) {
    return this;
  }

  @Override
  public void prepare(Request request) {
    if (!http1) {
      request.attribute(HttpUpgrader.PROTOCOL_ATTRIBUTE, Upgrade.WEBSOCKET);
    }
  }

  /** HTTP/2 has opened a tunnel; the header of the response is reported next. */
  @Override
  public void upgrade(Response response, EndPoint stream, Callback callback) {
    endPoint = stream;
    callback.succeeded();
  }

  /** Whether the header is that of an upgrade. */
  boolean isBegun(Response received) {
    return http1
        ? received.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101
        : HttpStatus.isSuccess(received.getStatus());
  }

  /** The header is here. Over HTTP/1.1 the client still uses the connection. */
  void headerReceived(Response received, Content.Source none) {
    if (http1) {
      Content.Source.consumeAll(none, Callback.NOOP);
    } else {
      content = none;
      begin(received, Upgrade.WEBSOCKET);
    }
  }

  /** Whether the client uses the connection no more, so that a tunnel can. */
  boolean isReady(Result result) {
    return http1 && result.isSucceeded() && isBegun(result.getResponse());
  }

  /** The client uses the connection no more; what it has read too much it hands over. */
  void messageReceived(Response received) {
    endPoint =
        (EndPoint) attempt.request().getConversation().getAttribute(EndPoint.class.getName());
    begin(received, asked.accepted(received.getHeaders()));
  }

  private void begin(Response received, String protocol) {
    if (protocol == null) {
      endPoint.close();
      attempt.responseNotRead(
          ServerFailureException.invalid(
              new ProtocolException("101 that is no answer to the request")));
      return;
    }
    if (!attempt.attempt().commit(HttpStatus.SWITCHING_PROTOCOLS_101)) {
      endPoint.close();
      return;
    }
    server =
        http1
            ? new TunnelConnection(endPoint, services.executor(), () -> {})
            : new JettyProxyStreamEnd(endPoint, services.executor(), attempt.request(), content);
    endPoint.upgrade(server);
    relay(attempt, received.getHeaders(), protocol);
  }

  private void relay(JettyProxyAttempt opening, HttpFields received, String protocol) {
    try {
      write(opening, received, protocol);
    } catch (RuntimeException x) {
      // Jetty's answer if the client's stream has just been reset, and is no more.
      opening.downstream().closeWriter();
      responseNotWritten(opening, x);
    }
  }

  private void write(JettyProxyAttempt opening, HttpFields received, String protocol) {
    Downstream client = opening.downstream();
    org.eclipse.jetty.server.Response response = client.response();
    response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
    opening.attempt().copyFields(to -> ResponseFields.copy(received, to));
    if (!http1) {
      response.getHeaders().put(new HttpField(HttpHeader.SEC_WEBSOCKET_ACCEPT, asked.acceptKey()));
    }
    Tunnel tunnel = Tunnel.after(opening.attempt(), protocol, server, services);
    Callback written =
        Callback.from(() -> upgraded(opening, tunnel), cause -> responseNotWritten(opening, cause));
    client.write(true, BufferUtil.EMPTY_BUFFER, Callback.from(client::closeWriter, written));
  }

  private void upgraded(JettyProxyAttempt opening, Tunnel tunnel) {
    attempt = null;
    opening.upgraded(tunnel);
  }

  private void responseNotWritten(JettyProxyAttempt opening, Throwable cause) {
    server.reset();
    opening.responseNotWritten(cause);
  }

  /**
   * The request has failed: so has the tunnel, if there is one. Jetty tells its end of a reset only
   * if that comes after the header of the response has been seen to.
   */
  void failed(Throwable cause) {
    TunnelConnection end = server;
    if (end != null && !http1) {
      end.failed(cause);
    }
  }
}
