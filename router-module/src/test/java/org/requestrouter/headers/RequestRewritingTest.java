package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;

/** What a rule changes in requests. */
class RequestRewritingTest {
  private static final Site SERVER = Site.of(URI.create("http://127.0.0.1:8081"));
  private static final RequestFields PLAIN = new RequestFields(false, false, "router");

  private final RuleConfig rule = new RoutingConfig().useBackend("b");
  private final HttpFields.Mutable fields = HttpFields.build().add("Host", "www.example.com");

  private String written(String target) {
    return written(PLAIN, target);
  }

  private String written(RequestFields router, String target) {
    Request request = Requests.get(target, fields, "192.0.2.7");
    HeadBuffer head = router.with(rule).write(request, SERVER, false);
    return BufferUtil.toString(head.toBuffer(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }

  @Test
  void aRuleThatChangesNothingHasTheRoutersOwn() {
    assertSame(PLAIN, PLAIN.with(rule));
    assertNull(PLAIN.responses());
  }

  @Test
  void fieldsAreSetAddedAndDeletedInTheOrderOfTheirDeclaration() {
    fields.add("X-Set", "1").add("Kept", "k").add("x-set", "2").add("X-Gone", "3");
    rule.setRequestHeader("X-Set", "<%[src]>");
    rule.addRequestHeader("X-Set", "%[path]");
    rule.delRequestHeader("x-gone");
    rule.delRequestHeader("X-Later");
    rule.addRequestHeader("X-Later", "l");
    rule.addRequestHeader("X-Earlier", "e");
    rule.setRequestHeader("X-Earlier", "f");
    rule.addRequestHeader("X-Other", "o");
    rule.delRequestHeader("X-Other");

    assertEquals(
        """
        GET /a HTTP/1.1
        Host: www.example.com
        X-Set: <192.0.2.7>
        Kept: k
        Via: 1.1 router
        X-Set: /a
        X-Later: l
        X-Earlier: f

        """,
        written("/a"));
  }

  @Test
  void samplesAreThoseOfTheClientsRequest() {
    fields.add("X-A", "1");
    rule.setStripPrefix("/api");
    rule.setHost("backend.internal");
    rule.setRequestHeader("X-A", "2");
    rule.setRequestHeader("X-B", "%[req.hdr(x-a)] %[path] %[req.hdr(host)]");

    assertEquals(
        """
        GET /a HTTP/1.1
        Host: backend.internal
        X-A: 2
        Via: 1.1 router
        X-B: 1 /api/a www.example.com

        """,
        written("/api/a"));
  }

  @Test
  void aFieldWhoseSampleIsMissingIsSentEmptyRatherThanTheClients() {
    fields.add("X-User", "admin");
    rule.setRequestHeader("X-User", "%[req.hdr(x-none)]");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com
        X-User: \


        """
            .replace("\n\n\n", "\n\n"),
        written("/").replace("Via: 1.1 router\n", ""));
  }

  @Test
  void aSampleCannotForgeAField() {
    rule.setRequestHeader("X-Id", "%[urlp(id),url_dec]");

    assertEquals(
        """
        GET /?id=1%0D%0AX-Admin:%20yes HTTP/1.1
        Host: www.example.com
        Via: 1.1 router
        X-Id: 1  X-Admin: yes

        """,
        written("/?id=1%0D%0AX-Admin:%20yes"));
  }

  @Test
  void whatTheRouterAddsCanBeReplacedAndDeleted() {
    fields.add("Connection", "X-Real-IP");
    rule.setRequestHeader("X-Forwarded-Proto", "https");
    rule.setRequestHeader("X-Real-IP", "%[src]");
    rule.delRequestHeader("Forwarded");
    rule.delRequestHeader("Via");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: www.example.com
        X-Forwarded-For: 192.0.2.7
        X-Forwarded-Proto: https
        X-Forwarded-Host: www.example.com
        X-Real-IP: 192.0.2.7

        """,
        written(new RequestFields(true, true, "router"), "/"));
  }

  @Test
  void thePathIsRewrittenAndTheQueryIsNot() {
    rule.replacePrefix("/api", "/v2");

    assertEquals("GET /v2/%61;b?/api=%zz HTTP/1.1", line("/api/%61;b?/api=%zz"));
    assertEquals("GET /v2? HTTP/1.1", line("/api?"));
    assertEquals("GET /apis HTTP/1.1", line("/apis"));
  }

  private String line(String target) {
    return written(target).lines().findFirst().orElseThrow();
  }

  @Test
  void theHostIsReplacedAndWhoAskedStillToldTheClients() {
    rule.setHost("backend.internal:8080");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: backend.internal:8080
        X-Forwarded-For: 192.0.2.7
        X-Forwarded-Proto: http
        X-Forwarded-Host: www.example.com
        Forwarded: for=192.0.2.7;proto=http;host="www.example.com"

        """,
        written(new RequestFields(true, true, ""), "/"));
  }

  @Test
  void theHostIsTheServersOwn() {
    rule.setHost("server");
    fields.add("A", "b");

    assertEquals(
        """
        GET / HTTP/1.1
        Host: 127.0.0.1:8081
        A: b
        Via: 1.1 router

        """,
        written("/"));
  }

  @Test
  void carriersAreTold() {
    rule.setHost("server");
    rule.setStripPrefix("/api");
    RequestFields changed = PLAIN.with(rule);
    Request request = Requests.get("/api/x", fields, "192.0.2.7");

    assertEquals("127.0.0.1:8081", changed.host(request, SERVER));
    assertEquals("/x", changed.path(request));
    assertEquals("www.example.com", PLAIN.host(request, SERVER));
    assertEquals("/api/x", PLAIN.path(request));
  }
}
