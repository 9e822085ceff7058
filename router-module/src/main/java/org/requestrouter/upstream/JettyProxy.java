package org.requestrouter.upstream;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Response.CompleteListener;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.Invocable;
import org.requestrouter.config.SendProxy;

/**
 * Jetty's reverse proxy, outside of the server's handlers: it is handed the attempts at servers
 * that Http1Upstream cannot carry. It turns an attempt into a request of Jetty's HTTP client; what
 * becomes of fields, failures and responses is decided where it is decided for all servers.
 */
final class JettyProxy extends ProxyHandler.Reverse {

  /** As large as a request header can be here, with what is added to it. */
  private static final int MAX_REQUEST_HEADER = 64 * 1024;

  /** As many bytes as Jetty's own responses may have, like in ResponseParser. */
  private static final int MAX_RESPONSE_HEADER = 16 * 1024;

  private final UpstreamContext context;
  private final JettyProxies.Settings settings;
  private final HttpClientTransport transport;

  JettyProxy(Server server, UpstreamContext context, JettyProxies.Settings settings) {
    super(
        request -> HttpURI.from(((JettyProxyDownstream) request).attempt().request().getOrigin()));
    this.context = context;
    this.settings = settings;
    this.transport = isSecure() ? tls() : new JettyProxyHttp2(connector(), keepAlive());
    transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
    setServer(server);
    // Of no use, since the field is made by RequestFields; unset, it is looked up in DNS.
    setViaHost("request-router");
  }

  boolean isSecure() {
    return settings.tls() != null;
  }

  private HttpClientTransport tls() {
    JettyProxyConnector connector = connector();
    connector.setSslContextFactory(settings.tls().contextFactory());
    return new JettyProxyHttp1(connector, keepAlive());
  }

  private long keepAlive() {
    return TimeUnit.NANOSECONDS.toMillis(settings.timing().keepAlive());
  }

  private JettyProxyConnector connector() {
    JettyProxyConnector connector = new JettyProxyConnector(settings.timing().tcpKeepAlive());
    connector.setSelectors(settings.selectors());
    return connector;
  }

  @Override
  protected HttpClient newHttpClient() {
    HttpClient client = new HttpClient(transport);
    client.setExecutor(context.executor());
    client.setScheduler(getServer().getScheduler());
    client.setByteBufferPool(
        isSecure() ? new JettyProxyBuffers(context.buffers()) : context.buffers());
    client.setUseInputDirectByteBuffers(!isSecure());
    return client;
  }

  @Override
  protected void configureHttpClient(HttpClient client) {
    super.configureHttpClient(client);
    client.setName("request-router " + (isSecure() ? "https" : "h2c"));
    long connect = TimeUnit.NANOSECONDS.toMillis(settings.timing().connect());
    client.setConnectTimeout(connect);
    // While a connection is being made; the transports allow for the time in the pool after that.
    client.setIdleTimeout(connect);
    // The limit is the server's maxConnections, for which exchanges wait without a request.
    client.setMaxConnectionsPerDestination(Integer.MAX_VALUE);
    client.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
    client.setMaxRequestHeadersSize(MAX_REQUEST_HEADER);
    client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADER);
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
    if (settings.sendProxy() != SendProxy.NONE) {
      // There is a destination for each client: those of clients that have gone are forgotten.
      client.setDestinationIdleTimeout(keepAlive());
    }
    client.setSocketAddressResolver(new StartResolver());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    getHttpClient().getProtocolHandlers().clear();
    getHttpClient().getProtocolHandlers().put(new JettyProxyInterim());
  }

  /** Sends the request of an attempt; whatever comes of it is reported to the attempt. */
  void send(JettyProxyAttempt attempt, Request request, Response response) {
    handle(new JettyProxyDownstream(request, attempt), response, Callback.NOOP);
  }

  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(
      Request request, HttpURI server) {
    return ((JettyProxyDownstream) request).attempt().request();
  }

  @Override
  protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request toServer) {
    JettyProxyAttempt attempt = ((JettyProxyDownstream) request).attempt();
    toServer.headers(fields -> attempt.forEachField(field -> add(field, fields)));
  }

  private void add(HttpField field, HttpFields.Mutable fields) {
    HttpHeader header = field.getHeader();
    if (header == HttpHeader.EXPECT) {
      // Under a name that the client does not recognize: else it would buffer the final response to
      // an expectation, and wait forever if the server ignores it.
      fields.add(new HttpField((HttpHeader) null, field.getName(), field.getValue()));
    } else if (header != HttpHeader.HOST || isSecure()) {
      fields.add(field);
    }
  }

  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toServer) {
    // They are among the others.
  }

  @Override
  protected CompleteListener newServerToProxyResponseListener(
      Request request,
      org.eclipse.jetty.client.Request toServer,
      Response response,
      Callback callback) {
    return ((JettyProxyDownstream) request).attempt().listener();
  }

  /** Knows the addresses since the start: on the path of a request nothing may wait for DNS. */
  private static final class StartResolver implements SocketAddressResolver {
    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> connecting,
        Promise<List<InetSocketAddress>> promise) {
      Destination destination = (Destination) connecting.get(Destination.CONTEXT_KEY);
      JettyProxyOrigin origin = (JettyProxyOrigin) destination.getOrigin().getTag();
      promise.succeeded(List.of(origin.upstream().address()));
    }
  }
}
