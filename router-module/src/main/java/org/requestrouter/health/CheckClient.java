package org.requestrouter.health;

import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Invocable;

/** Small HTTP clients that do no more than checks need: no redirects, cookies or decoding. */
final class CheckClient {

  /** A response header may have as many bytes as one that is carried to a client. */
  private static final int MAX_RESPONSE_HEADER = 16 * 1024;

  private CheckClient() {}

  static HttpClient http1() {
    return create(
        new HttpClientTransportOverHTTP(connector()) {
          @Override
          public Destination newDestination(Origin origin) {
            return new CheckDestination(getHttpClient(), origin);
          }
        });
  }

  /**
   * Creates a client for h2c.
   *
   * @throws NoClassDefFoundError if Jetty's module is not enabled
   */
  static HttpClient http2() {
    return create(CheckHttp2.transport(connector()));
  }

  private static ClientConnector connector() {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    return connector;
  }

  private static HttpClient create(HttpClientTransport transport) {
    transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
    HttpClient client = new HttpClient(transport);
    client.setName("request-router checks");
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADER);
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "request-router"));
    // Jetty's client does not always give pooled ones back when a response is given up.
    client.setByteBufferPool(ByteBufferPool.NON_POOLING);
    client.setUseInputDirectByteBuffers(false);
    client.setUseOutputDirectByteBuffers(false);
    // Checks have timeouts of their own.
    client.setIdleTimeout(0);
    client.addEventListener(new Plain());
    return client;
  }

  /** Takes away what each start of a client adds. */
  private static final class Plain implements LifeCycle.Listener {
    @Override
    public void lifeCycleStarted(LifeCycle started) {
      HttpClient client = (HttpClient) started;
      client.getContentDecoderFactories().clear();
      client.getProtocolHandlers().clear();
      client.getProtocolHandlers().put(new Interim());
    }
  }

  /** Passes over interim responses of every kind: the final one is waited for. */
  private static final class Interim implements ProtocolHandler, Response.Listener {

    @Override
    public String getName() {
      return "interim";
    }

    @Override
    public boolean accept(Request request, Response response) {
      return HttpStatus.isInterim(response.getStatus());
    }

    @Override
    public Response.Listener getResponseListener() {
      return this;
    }

    @Override
    public void onSuccess(Response response) {
      HttpConversation conversation = ((HttpRequest) response.getRequest()).getConversation();
      conversation.updateResponseListeners(null);
      conversation.getExchanges().getLast().resetResponse();
    }

    @Override
    public void onFailure(Response response, Throwable failure) {
      // Whoever waits for the final response is told that the request has failed.
      ((HttpRequest) response.getRequest()).getConversation().updateResponseListeners(null);
    }
  }
}
