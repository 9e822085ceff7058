package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** Whatever carries a request, the server gets the same method, target and fields. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestFieldsEqualityTest {
  private static final String HOST = "Host: Shop.Example:80\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\n" + HOST,
        "GET /a;b=c/%2F/../x?q=%zz&r=%C3%A4&&=+ HTTP/1.1\n" + HOST,
        "GET //double//slash? HTTP/1.1\n" + HOST,
        "GET /curly{brace}|pipe?a=\"quoted\"&b=<c> HTTP/1.1\n" + HOST,
        "GET / HTTP/1.1\nHost: [::1]:8080\n",
        "GET / HTTP/1.1\n" + HOST + "Connection: X-Gone, keep-alive\nX-Gone: 1\nX-Kept: 2\n",
        "GET / HTTP/1.1\n" + HOST + "TE: trailers\nConnection: TE\nKeep-Alive: timeout=5\n",
        "GET / HTTP/1.1\n" + HOST + "Connection: Upgrade, HTTP2-Settings\nUpgrade: foo\n",
        "GET / HTTP/1.1\n" + HOST + "Proxy-Connection: keep-alive\nProxy-Authorization: x\n",
        "GET / HTTP/1.1\n" + HOST + "X-Forwarded-For: 10.0.0.1\nX-Forwarded-For: 10.0.0.2\n",
        "GET / HTTP/1.1\n" + HOST + "X-Forwarded-Proto: https\nX-Forwarded-Host: forged\n",
        "GET / HTTP/1.1\n" + HOST + "Forwarded: for=10.0.0.1\nVia: 1.0 other\n",
        "GET / HTTP/1.1\n" + HOST + "Connection: X-Forwarded-For, Via, Forwarded\n",
        "GET / HTTP/1.1\n" + HOST + "Cookie: a=1; b=2\nCookie: c=3\nX-Same: 1\nX-Same: 2\n",
        "GET / HTTP/1.1\n" + HOST + "Accept-Encoding: br\nUser-Agent: test/1\nAccept: x/y\n",
        "GET / HTTP/1.1\n"
            + HOST
            + "Authorization: Basic Og==\nReferer: http://a/\nRange: bytes=0-1\n",
        "GET / HTTP/1.1\n" + HOST + "X-Empty:\nX-Spaces:   a  b  \nX-Latin: \u00e4\u00ff\n",
        "POST /p HTTP/1.1\n" + HOST + "Content-Length: 2\nContent-Type: Text/X-Test\n\nok",
        "POST /p HTTP/1.1\n" + HOST + "Transfer-Encoding: chunked\n\n2\nok\n0\n\n",
        "POST /p HTTP/1.1\n"
            + HOST
            + "Trailer: X-Sum\nTransfer-Encoding: chunked\n\n0\nX-Sum: 1\n\n",
        "PURGE /any HTTP/1.1\n" + HOST,
        "delete /lower HTTP/1.1\n" + HOST,
        "OPTIONS * HTTP/1.1\n" + HOST,
        "GET / HTTP/1.0\n" + HOST,
      })
  void serversOfAllSchemesGetTheSame(String request) throws Exception {
    String wire = request.replace("\n", "\r\n") + (request.contains("\n\n") ? "" : "\r\n");
    Map<Carrier, List<String>> received = new EnumMap<>(Carrier.class);
    Certificate certificate = Certificate.shared();
    for (Carrier carrier : Carrier.values()) {
      received.put(carrier, receivedOver(carrier, certificate.store(), wire));
    }

    List<String> plain = received.get(Carrier.HTTP);
    assertFalse(plain.isEmpty());
    assertEquals(plain, received.get(Carrier.HTTPS));
    assertEquals(plain, received.get(Carrier.H2C));
  }

  private static List<String> receivedOver(Carrier carrier, Path store, String wire)
      throws Exception {
    Queue<List<String>> received = new ConcurrentLinkedQueue<>();
    try (BackEnd backEnd =
        new BackEnd(
            carrier,
            store,
            (request, response, callback) -> {
              received.add(describe(request));
              Content.Source.consumeAll(request, callback);
            })) {
      RoutingConfig config = new RoutingConfig();
      config.setDefaultBackend("b");
      ServerConfig server = config.backend("b").server("s", carrier.uri(backEnd.port()));
      carrier.trust(server, store);
      try (TestRouter router = new TestRouter(config);
          Client client = new Client(router.port())) {
        client.send(wire);
        assertEquals(200, client.head().status());
      }
    }
    return received.remove();
  }

  /** Without what frames the content; and the host, for which HTTP/2 has no field. */
  private static List<String> describe(Request request) {
    List<String> fields = new ArrayList<>();
    for (HttpField field : request.getHeaders()) {
      String name = field.getLowerCaseName();
      if (!Set.of("host", "content-length", "transfer-encoding").contains(name)) {
        fields.add(name + ": " + field.getValue());
      }
    }
    fields.sort(null);
    String host = request.getHeaders().get(HttpHeader.HOST);
    fields.add(0, host != null ? host : request.getHttpURI().getAuthority());
    fields.add(0, request.getMethod() + " " + request.getHttpURI().getPathQuery());
    return fields;
  }
}
