package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.config.RulesFile;

/** What a rule changes in headers, paths and hosts, as both sides see it. */
class RewritingTest extends ProtocolTest {
  private static final Path EXAMPLE = Path.of("../examples/configurations/rewriting.xml");
  private static final Set<String> OF_JETTY = Set.of("date", "server");

  @TempDir private Path directory;

  /** Starts the router with one rule, and without fields of its own. */
  private void startWith(Consumer<RuleConfig> settings) throws Exception {
    start(
        (routing, backend, server) -> {
          routing.setForwardedFor(false);
          routing.setForwarded(false);
          routing.setVia("");
          settings.accept(routing.useBackend("b"));
        });
  }

  private Head requestSeenFor(String target, String... fieldLines) throws IOException {
    return exchange(target, RawServer.OK, fieldLines)[0];
  }

  private Head responseSeenFor(String target, String response) throws IOException {
    return exchange(target, response)[1];
  }

  /** Returns the request as the server sees it, and the response as the client does. */
  private Head[] exchange(String target, String response, String... fieldLines) throws IOException {
    RawClient client = connect().get(target, fieldLines);
    Wire server = upstream.accept();
    Message request = server.readRequest();
    server.send(response.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    server.close();
    return new Head[] {request.head(), client.readResponse().head()};
  }

  @Test
  void requestFieldsAreSetAddedAndDeleted() throws Exception {
    startWith(
        rule -> {
          rule.setRequestHeader("X-Real-IP", "%[src]");
          rule.addRequestHeader("X-Route", "%[method] %[path,lower] %[urlp(id)]");
          rule.delRequestHeader("X-Debug");
        });
    Head request =
        requestSeenFor("/A?id=7", "X-Real-IP: 1", "x-real-ip: 2", "X-Route: a", "x-debug: 1");
    assertEquals("GET /A?id=7 HTTP/1.1", request.startLine());
    assertEquals(
        List.of("host: test", "x-real-ip: 127.0.0.1", "x-route: GET /a 7", "x-route: a"),
        request.linesWithout(Set.of()));
  }

  @Test
  void aClientCannotForgeAFieldByASample() throws Exception {
    startWith(rule -> rule.setRequestHeader("X-Id", "%[urlp(id),url_dec]"));
    String target = "/?id=1%0D%0AX-Admin:%20yes%0D%0A%0D%0AGET%20/evil%00";
    Head request = requestSeenFor(target, "Connection: X-Id", "X-Id: forged");
    assertEquals(
        List.of("host: test", "x-id: 1  X-Admin: yes    GET /evil"),
        request.linesWithout(Set.of()));
  }

  @Test
  void aFieldWithoutItsSampleIsSentEmpty() throws Exception {
    startWith(rule -> rule.setRequestHeader("X-User", "%[req.hdr(x-verified)]"));
    assertEquals(List.of(""), requestSeenFor("/", "X-User: admin").values("X-User"));
  }

  @Test
  void aRequestWithContentIsChangedLikeAnother() throws Exception {
    startWith(
        rule -> {
          rule.setStripPrefix("/api");
          rule.addRequestHeader("X-A", "b");
        });
    RawClient client = connect();
    client.send(
        "POST /api/x HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
    Wire server = upstream.accept();
    Message request = server.readRequest();
    assertEquals("POST /x HTTP/1.1", request.head().startLine());
    assertEquals("ab", request.content());
    assertEquals("b", request.head().list("X-A"));
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/a%7Eb;c?d=/api&e=%2F, /v2/a%7Eb;c?d=/api&e=%2F",
    "/api?x, /v2?x",
    "/api/?, /v2/?",
    "/apis/a, /apis/a",
    "/%61pi/a, /%61pi/a",
    "/other?/api, /other?/api",
  })
  void thePrefixOfThePathIsReplacedAndNothingElse(String target, String sent) throws Exception {
    startWith(rule -> rule.replacePrefix("/api", "/v2"));
    assertEquals("GET " + sent + " HTTP/1.1", requestSeenFor(target).startLine());
  }

  @ParameterizedTest
  @CsvSource({"/api, /", "/api/, /", "/api/a, /a", "/api?a, /?a", "/b, /b"})
  void theStrippedPathIsNeverEmpty(String target, String sent) throws Exception {
    startWith(rule -> rule.setStripPrefix("/api"));
    assertEquals("GET " + sent + " HTTP/1.1", requestSeenFor(target).startLine());
  }

  @Test
  void theHostIsReplacedOrTheServersOwn() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.useBackend("b", "{ path /own }").setHost("server");
          routing.useBackend("b", "{ path /other }").setHost("Backend.Internal:81");
        });
    Head own = requestSeenFor("/own");
    assertEquals(List.of("127.0.0.1:" + upstream.port()), own.values("Host"));
    assertEquals(List.of("test"), own.values("X-Forwarded-Host"));
    assertEquals(List.of("Backend.Internal:81"), requestSeenFor("/other").values("Host"));
    assertEquals(List.of("test"), requestSeenFor("/neither").values("Host"));
  }

  @Test
  void theRoutersOwnFieldsGiveWayToTheRules() throws Exception {
    start(
        (routing, backend, server) -> {
          RuleConfig rule = routing.useBackend("b");
          rule.setRequestHeader("X-Forwarded-Proto", "https");
          rule.delRequestHeader("Forwarded");
          rule.delRequestHeader("Via");
        });
    Head request = requestSeenFor("/", "X-Forwarded-Proto: gopher", "Via: 1.0 x");
    assertEquals(
        List.of(
            "host: test",
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-host: test",
            "x-forwarded-proto: https"),
        request.linesWithout(Set.of()));
  }

  /** The second has no length: another reader reads it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n%sContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\n%sTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
      })
  void responseFieldsAreSetAddedAndDeleted(String response) throws Exception {
    startWith(
        rule -> {
          rule.setResponseHeader("X-Frame-Options", "DENY");
          rule.addResponseHeader("Set-Cookie", "seen=%[src]; Path=%[path]");
          rule.delResponseHeader("X-Powered-By");
          rule.delResponseHeader("X-Debug");
        });
    String fields = "X-Debug: 1\r\nx-frame-options: SAMEORIGIN\r\nSet-Cookie: a=1\r\nX-B: c\r\n";
    Head seen =
        responseSeenFor("/p", response.formatted(fields + "X-Powered-By: x\r\nx-debug: 2\r\n"));
    assertEquals(
        List.of(
            "set-cookie: a=1",
            "set-cookie: seen=127.0.0.1; Path=/p",
            "x-b: c",
            "x-frame-options: DENY"),
        seen.linesWithout(
            Set.of("date", "server", "content-length", "transfer-encoding", "connection")));
  }

  @Test
  void aServersNameIsHiddenByADeletion() throws Exception {
    startWith(rule -> rule.delResponseHeader("Server"));
    String response = "HTTP/1.1 200 OK\r\nServer: secret/1.2.3\r\nContent-Length: 2\r\n\r\nok";
    assertFalse(responseSeenFor("/", response).toString().contains("secret"));
  }

  @Test
  void anInterimResponseIsNotChangedAndTheFinalOneIs() throws Exception {
    startWith(rule -> rule.setResponseHeader("Link", "</b>"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawServer.OK);
    Head early = client.readHead();
    assertEquals(103, early.status());
    assertEquals("</a>", early.list("Link"));
    assertEquals("</b>", client.readResponse().head().list("Link"));
  }

  @Test
  void anErrorOfTheRouterIsNotTheServersResponse() throws Exception {
    startWith(rule -> rule.setResponseHeader("X-A", "b"));
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.close();
    Message response = client.readResponse();
    assertEquals(502, response.status());
    assertFalse(response.head().has("X-A"));
  }

  @Test
  void locationsAndCookiesAreTurnedBack() throws Exception {
    startWith(
        rule -> {
          rule.replacePrefix("/api", "/v2");
          rule.setHost("backend.internal");
          rule.setRewriteLocation(true);
          rule.setRewriteCookiePath(true);
        });
    String fields =
        "Location: http://backend.internal/v2/a?b#c\r\n"
            + "Content-Location: /v2\r\n"
            + "Refresh: 0; url=/v2\r\n"
            + "Set-Cookie: a=1; Domain=backend.internal; Path=/v2/x; HttpOnly\r\n"
            + "Set-Cookie: b=1; path=/\r\n";
    Head seen = responseSeenFor("/api/x", found(fields));
    assertEquals(
        List.of(
            "content-length: 0",
            "content-location: /api",
            "location: http://test/api/a?b#c",
            "refresh: 0; url=/v2",
            "set-cookie: a=1; Domain=backend.internal; Path=/api/x; HttpOnly",
            "set-cookie: b=1; path=/"),
        seen.linesWithout(OF_JETTY));
    String own = "Location: http://127.0.0.1:" + upstream.port() + "/v2\r\n";
    assertEquals("http://test/api", responseSeenFor("/api", found(own)).list("Location"));
    String other = "Location: http://elsewhere.example/v2\r\nSet-Cookie: a=1; Path=/v2\r\n";
    assertEquals(
        List.of("content-length: 0", "location: http://elsewhere.example/v2")
            .toString()
            .replace("]", ", set-cookie: a=1; Path=/v2]"),
        responseSeenFor("/not-replaced", found(other)).linesWithout(OF_JETTY).toString());
  }

  private static String found(String fields) {
    return "HTTP/1.1 302 Found\r\n" + fields + "Content-Length: 0\r\n\r\n";
  }

  @Test
  void rulesAreChangedOneByOne() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.useBackend("b", "{ path_dir /a }").setStripPrefix("/a");
          routing.useBackend("b", "{ path_dir /b }").setRequestHeader("X-B", "b");
        });
    assertEquals("GET /x HTTP/1.1", requestSeenFor("/a/x").startLine());
    Head other = requestSeenFor("/b/x");
    assertEquals("GET /b/x HTTP/1.1", other.startLine());
    assertTrue(other.has("X-B"));
    Head neither = requestSeenFor("/c");
    assertEquals("GET /c HTTP/1.1", neither.startLine());
    assertFalse(neither.has("X-B"));
  }

  @Test
  void theExampleDoesWhatItSays() throws Exception {
    String rules =
        Files.readString(EXAMPLE).replace("127.0.0.1:8081", "127.0.0.1:" + upstream.port());
    Path file = Files.writeString(directory.resolve("rules.xml"), rules);
    start((routing, backend, server) -> RulesFile.load(file, routing));
    String response = "Location: http://app.internal/cart\r\nSet-Cookie: a=1; Path=/\r\n";
    Head[] seen = exchange("/shop/cart?a", found(response + "X-Powered-By: x\r\n"), "X-Debug: 1");
    assertEquals("GET /cart?a HTTP/1.1", seen[0].startLine());
    assertEquals("app.internal", seen[0].list("Host"));
    assertEquals("127.0.0.1", seen[0].list("X-Real-IP"));
    assertEquals("/shop", seen[0].list("X-Forwarded-Prefix"));
    assertFalse(seen[0].has("X-Debug"));
    assertEquals(
        List.of(
            "content-length: 0",
            "location: http://test/shop/cart",
            "set-cookie: a=1; Path=/shop",
            "vary: Cookie",
            "x-frame-options: DENY"),
        seen[1].linesWithout(OF_JETTY));
  }
}
