package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.rule.Networks;

/** What a rule changes in responses. */
class ResponseRewritingTest {
  private static final Site SERVER = Site.of(URI.create("http://127.0.0.1:8081"));

  private final RuleConfig rule = new RoutingConfig().useBackend("b");
  private final HttpFields.Mutable request = HttpFields.build().add("Host", "www.example.com");
  private final HttpFields.Mutable response = HttpFields.build();
  private final HttpFields.Mutable client = HttpFields.build();

  private List<String> received(String target) {
    return received(new RequestFields(false, false, ""), target);
  }

  private List<String> received(RequestFields router, String target) {
    Request asked = Requests.get(target, request, "192.0.2.7");
    router
        .with(rule)
        .responses()
        .copy(fields -> ResponseFields.copy(response, fields), asked, SERVER, client);
    return client.stream().map(HttpField::toString).toList();
  }

  @Test
  void isNotThereIfARuleChangesRequestsOnly() {
    rule.setStripPrefix("/api");
    rule.setRequestHeader("X", "y");
    assertNull(new RequestFields(false, false, "").with(rule).responses());
  }

  @Test
  void fieldsAreSetAddedAndDeletedInTheOrderOfTheirDeclaration() {
    response.add("X-A", "1").add("Kept", "k").add("x-a", "2").add("Set-Cookie", "a=1");
    response.add("X-Powered-By", "secret").add("Connection", "X-Set").add("X-Set", "server's");
    rule.delResponseHeader("X-Powered-By");
    rule.setResponseHeader("X-A", "%[src]");
    rule.setResponseHeader("X-Set", "%[path,lower]");
    rule.addResponseHeader("Set-Cookie", "b=%[req.hdr(host)]; Secure");

    assertEquals(
        List.of(
            "X-A: 192.0.2.7",
            "Kept: k",
            "Set-Cookie: a=1",
            "X-Set: /a",
            "Set-Cookie: b=www.example.com; Secure"),
        received("/A"));
  }

  @Test
  void whatIsSetReplacesWhatJettyHasSaidAlready() {
    client.add("Strict-Transport-Security", "max-age=1").add("Server", "Jetty").add("Vary", "x");
    response.add("Server", "other").add("Vary", "y");
    rule.setResponseHeader("Strict-Transport-Security", "max-age=2");
    rule.setResponseHeader("Server", "mine");

    assertEquals(
        List.of("Server: mine", "Vary: x", "Vary: y", "Strict-Transport-Security: max-age=2"),
        received("/"));
  }

  @Test
  void aDeletionConcernsWhatTheServerSays() {
    client.add("Server", "Jetty");
    response.add("Server", "secret/1.2.3");
    rule.delResponseHeader("server");

    assertEquals(List.of("Server: Jetty"), received("/"));
  }

  @Test
  void locationsAndCookiesAreTurnedBack() {
    response
        .add("Location", "http://127.0.0.1:8081/v2/a")
        .add("Content-Location", "/v2/b?c")
        .add("Refresh", "1; url=/v2/b")
        .add("Set-Cookie", "a=1; Path=/v2")
        .add("Set-Cookie", "b=1");
    rule.replacePrefix("/api", "/v2");
    rule.setRewriteLocation(true);
    rule.setRewriteCookiePath(true);

    assertEquals(
        List.of(
            "Location: http://www.example.com/api/a",
            "Content-Location: /api/b?c",
            "Refresh: 1; url=/v2/b",
            "Set-Cookie: a=1; Path=/api",
            "Set-Cookie: b=1"),
        received("/api/x"));
  }

  @Test
  void whatWasNotReplacedIsNotTurnedBack() {
    response.add("Location", "/v2/a").add("Set-Cookie", "a=1; Path=/v2");
    rule.replacePrefix("/api", "/v2");
    rule.setRewriteLocation(true);
    rule.setRewriteCookiePath(true);

    assertEquals(List.of("Location: /v2/a", "Set-Cookie: a=1; Path=/v2"), received("/v2/x"));
  }

  @Test
  void nothingIsTurnedBackUnlessToldTo() {
    response.add("Location", "/a").add("Set-Cookie", "a=1; Path=/");
    rule.setStripPrefix("/api");
    rule.addResponseHeader("X", "y");

    assertEquals(List.of("Location: /a", "Set-Cookie: a=1; Path=/", "X: y"), received("/api/x"));
  }

  @Test
  void theHostThatTheServerWasSentIsTheClientsAgain() {
    response.add("Location", "http://backend.internal/a");
    rule.setHost("backend.internal");
    rule.setRewriteLocation(true);

    assertEquals(List.of("Location: http://www.example.com/a"), received("/"));
  }

  @Test
  void aTrustedProxySaysWhatTheClientAskedFor() {
    request.add("X-Forwarded-Proto", "https").add("X-Forwarded-Host", "shop.example, inner");
    response.add("Location", "http://www.example.com/a");
    rule.setRewriteLocation(true);
    Networks proxies = Networks.parse("192.0.2.7");

    assertEquals(
        List.of("Location: https://shop.example/a"),
        received(new RequestFields(true, true, "", proxies), "/"));
  }

  @Test
  void nobodyElseDoes() {
    request.add("X-Forwarded-Proto", "https").add("X-Forwarded-Host", "evil.example");
    response.add("Location", "http://127.0.0.1:8081/a");
    rule.setRewriteLocation(true);

    assertEquals(List.of("Location: http://www.example.com/a"), received("/"));
  }

  @Test
  void changesComeAfterWhatIsTurnedBack() {
    response.add("Location", "/a");
    rule.setStripPrefix("/api");
    rule.setRewriteLocation(true);
    rule.setResponseHeader("Location", "/a");

    assertEquals(List.of("Location: /a"), received("/api"));
  }
}
