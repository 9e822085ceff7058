package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.RuleConfig;

/** What a rule changes is changed for servers with https and h2c, too. */
class RewritingCarrierTest extends CarrierTest {
  private volatile String target;
  private volatile String host;
  private volatile HttpFields fields;

  private Client.Head get(String path, String location, String... fieldLines) throws Exception {
    start(
        (request, response, callback) -> {
          target = request.getHttpURI().getPathQuery();
          host = Request.getServerName(request) + ":" + Request.getServerPort(request);
          fields = HttpFields.build(request.getHeaders());
          response.setStatus(302);
          response.getHeaders().add(HttpHeader.LOCATION, location.replace("HOST", host));
          response.getHeaders().add(HttpHeader.SET_COOKIE, "a=1; Path=/v2");
          response.getHeaders().add("X-Debug", "1");
          callback.succeeded();
        });
    return connect().request("GET " + path, fieldLines).head();
  }

  private RuleConfig rule() {
    backend();
    return config.useBackend("b");
  }

  @Test
  void requestAndResponseAreChanged() throws Exception {
    RuleConfig rule = rule();
    rule.replacePrefix("/api", "/v2");
    rule.setRequestHeader("X-Real-IP", "%[src]");
    rule.addRequestHeader("X-Path", "%[path]");
    rule.delRequestHeader("Via");
    rule.setRewriteLocation(true);
    rule.setRewriteCookiePath(true);
    rule.setResponseHeader("X-Frame-Options", "DENY");
    rule.delResponseHeader("X-Debug");

    Client.Head response = get("/api/%61?b=/api", "/v2/c", "X-Real-IP: 1.1.1.1");

    assertEquals("/v2/%61?b=/api", target);
    assertEquals("127.0.0.1", fields.get("X-Real-IP"));
    assertEquals("/api/%61", fields.get("X-Path"));
    assertNull(fields.get("Via"));
    assertEquals("/api/c", response.field("Location"));
    assertEquals("a=1; Path=/api", response.field("Set-Cookie"));
    assertEquals("DENY", response.field("X-Frame-Options"));
    assertNull(response.field("X-Debug"));
  }

  @Test
  void theHostIsReplaced() throws Exception {
    RuleConfig rule = rule();
    rule.setHost("backend.internal:8443");
    rule.setRewriteLocation(true);

    String scheme = carrier == Carrier.HTTPS ? "https" : "http";
    Client.Head response = get("/", scheme + "://HOST/a");

    assertEquals("backend.internal:8443", host);
    assertEquals("test.example", fields.get("X-Forwarded-Host"));
    assertEquals("http://test.example/a", response.field("Location"));
  }

  @Test
  void theHostIsTheServersOwn() throws Exception {
    rule().setHost("server");

    get("/", "/a");

    assertEquals("localhost:" + backEnd.port(), host);
  }
}
