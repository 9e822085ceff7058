package org.requestrouter.health;

import java.net.URI;
import java.util.List;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.config.CheckConfig;

/** What the HTTP checks of one server ask for, and what they expect. */
final class HttpCheck implements ProbeSource {
  private static final Origin.Protocol H2C = new Origin.Protocol(List.of("h2c"), false);

  private final HttpClient client;
  private final CheckTarget target;
  private final CheckTransport transport;
  private final URI uri;
  private Destination destination;

  HttpCheck(HttpClient client, CheckTarget target) {
    this.client = client;
    this.target = target;
    this.transport = new CheckTransport(target);
    String host = target.check().getHost();
    String scheme = target.secure() ? "https://" : "http://";
    this.uri =
        URI.create(scheme + (host == null ? target.authority() : host) + target.check().getUri());
  }

  /** Makes ready for checks; the host of the server's URI is what its certificate must name. */
  @Override
  public void start() throws Exception {
    SslContextFactory.Client tls = null;
    if (target.secure()) {
      tls = target.tls() == null ? new SslContextFactory.Client() : target.tls();
      tls.start();
    }
    Origin.Protocol protocol = target.http2() ? H2C : HttpClientTransportOverHTTP.HTTP11;
    Origin origin =
        new Origin(target.secure() ? "https" : "http", target.name(), tls, protocol, transport);
    destination = client.getHttpClientTransport().newDestination(origin);
    LifeCycle.start(destination);
  }

  @Override
  public void stop() {
    if (destination != null) {
      LifeCycle.stop(destination);
      LifeCycle.stop(destination.getOrigin().getTag());
      destination = null;
    }
  }

  @Override
  public Probe probe(Probe.Outcome outcome) {
    HttpProbe probe = new HttpProbe(this, outcome);
    destination.newConnection(probe);
    return probe;
  }

  /** Closes what there is of the connection being made. */
  void giveUp() {
    transport.giveUp();
  }

  Request request() {
    Request request = client.newRequest(uri).method(target.check().getMethod());
    if (!target.http2()) {
      request.headers(fields -> fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE));
    }
    return request;
  }

  /** Returns what is wrong with the response, or null. */
  String fault(Response response) {
    CheckConfig check = target.check();
    if (!check.getExpectStatus().contains(response.getStatus())) {
      return "status " + response.getStatus();
    }
    return check.getExpectHeader() == null
        ? null
        : headerFault(check.getExpectHeader(), response.getHeaders());
  }

  private static String headerFault(String expected, HttpFields fields) {
    int colon = expected.indexOf(':');
    String name = colon < 0 ? expected : expected.substring(0, colon);
    if (!fields.contains(name)) {
      return "no field " + name;
    }
    String value = colon < 0 ? null : expected.substring(colon + 1).strip();
    boolean found = value == null || fields.getValuesList(name).contains(value);
    return found ? null : "field " + name + " is " + fields.get(name);
  }
}
