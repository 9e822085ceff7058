package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the router answers itself for a site with aliases, and adds to the answers of others. */
class AliasesTest extends ProtocolTest {
  private static final String PAGE = "Origin: http://www.site.test:8080";
  private static final String ALIAS = "app2.site.test:8080";
  private static final String SCRIPT = "/request-router/aliases";
  private static final List<String> NONE = List.of();

  private void startSite() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.aliases("www.site.test", "app1..3.site.test").setLongPolls("/poll/");
          routing.useBackend("webapps", "{ path_beg /webapp/ }");
        });
  }

  private static Message ask(RawClient client, String start, String host, String... lines)
      throws IOException {
    String fields = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    client.send(start + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
    return client.readResponse(start.substring(0, start.indexOf(' ')));
  }

  private Message ask(String start, String host, String... lines) throws IOException {
    return ask(connect(), start, host, lines);
  }

  private static void assertReadable(Message answer) {
    Head head = answer.head();
    assertEquals(List.of("http://www.site.test:8080"), head.values("Access-Control-Allow-Origin"));
    assertEquals(List.of("true"), head.values("Access-Control-Allow-Credentials"));
    assertEquals(List.of("Origin"), head.values("Vary"));
  }

  private static void assertUnreadable(Message answer) {
    assertFalse(answer.head().has("Access-Control-Allow-Origin"), answer.toString());
    assertFalse(answer.head().has("Access-Control-Allow-Credentials"), answer.toString());
  }

  @Test
  void scriptHasThreeFormsOnEachHostOfTheSite() throws Exception {
    startSite();
    String settings =
        "{\"aliases\":[\"app1.site.test\",\"app2.site.test\",\"app3.site.test\"],"
            + "\"script\":\"/request-router/aliases\",\"avoid\":300000,\"longPolls\":[\"/poll/\"]}";
    for (String host : List.of("www.site.test", "WWW.site.test:8080", "app3.site.test")) {
      Message classic = ask("GET " + SCRIPT + ".js", host);
      Message module = ask("GET " + SCRIPT + ".mjs?v=1", host);
      Message list = ask("GET " + SCRIPT + ".json", host);
      for (Message answer : List.of(classic, module, list)) {
        assertEquals(200, answer.status());
        assertEquals(List.of("max-age=60"), answer.head().values("Cache-Control"));
        assertEquals(List.of("nosniff"), answer.head().values("X-Content-Type-Options"));
      }
      List<String> javascript = List.of("text/javascript;charset=utf-8");
      assertEquals(javascript, classic.head().values("Content-Type"));
      assertEquals(javascript, module.head().values("Content-Type"));
      assertEquals(List.of("application/json"), list.head().values("Content-Type"));
      assertEquals(settings, list.content());
      assertTrue(module.content().contains("\nexport const aliases = spread(" + settings + ");"));
      assertTrue(classic.content().contains("\nself.requestRouterAliases = spread(" + settings));
      assertFalse(classic.content().contains("\nexport "));
    }
    upstream.expectNoConnection(Duration.ofMillis(50));
  }

  @Test
  void scriptIsNotSentToThoseWhoHaveIt() throws Exception {
    startSite();
    RawClient client = connect();
    String start = "GET " + SCRIPT + ".js";
    String tag = ask(client, start, ALIAS).head().values("ETag").get(0);
    for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      Message answer = ask(client, start, ALIAS, "If-None-Match: " + known);
      assertEquals(304, answer.status());
      assertEquals(List.of(tag), answer.head().values("ETag"));
      assertEquals("", answer.content());
    }
    assertEquals(200, ask(client, start, ALIAS, "If-None-Match: \"x\"").status());
  }

  @Test
  void scriptAnswersHeadWithoutContentAndRefusesOtherMethods() throws Exception {
    startSite();
    RawClient client = connect();
    String start = "GET " + SCRIPT + ".js";
    Message whole = ask(client, start, ALIAS);
    Message head = ask(client, "HEAD " + SCRIPT + ".js", ALIAS);
    assertEquals(whole.head().values("Content-Length"), head.head().values("Content-Length"));
    for (String method : List.of("POST", "DELETE", "OPTIONS")) {
      Message refused = ask(client, method + " " + SCRIPT + ".js", ALIAS, "Content-Length: 0");
      assertEquals(405, refused.status());
      assertEquals(List.of("GET, HEAD"), refused.head().values("Allow"));
    }
  }

  @Test
  void whatHasMoreThanOneMeaningIsRefusedHereAsElsewhere() throws Exception {
    startSite();
    assertEquals(417, ask("GET " + SCRIPT + ".js", ALIAS, "Expect: x").status());
    String asked = "Access-Control-Request-Method: PUT";
    assertEquals(417, ask("OPTIONS /x", ALIAS, PAGE, asked, "Expect: x").status());
  }

  @Test
  void otherHostsAndPathsAreNotTheScripts() throws Exception {
    startSite();
    upstream.serveOk();
    assertEquals("ok", ask("GET " + SCRIPT + ".js", "other.test").content());
    assertEquals("ok", ask("GET " + SCRIPT + ".jsx", ALIAS).content());
    assertEquals("ok", ask("GET " + SCRIPT, ALIAS).content());
  }

  @Test
  void preflightOfAPageOfTheSiteIsAnsweredWithWhateverItAsks() throws Exception {
    startSite();
    Message answer =
        ask(
            "OPTIONS /x",
            ALIAS,
            PAGE,
            "Access-Control-Request-Method: PATCH",
            "Access-Control-Request-Headers: content-type, x-csrf-token");
    assertEquals(204, answer.status());
    assertReadable(answer);
    assertEquals(List.of("PATCH"), answer.head().values("Access-Control-Allow-Methods"));
    assertEquals(
        List.of("content-type, x-csrf-token"),
        answer.head().values("Access-Control-Allow-Headers"));
    assertEquals(List.of("3600"), answer.head().values("Access-Control-Max-Age"));
    upstream.expectNoConnection(Duration.ofMillis(50));
  }

  @Test
  void answersOfServersMayBeReadByPagesOfTheSiteWithAllTheirFields() throws Exception {
    startSite();
    upstream.serve(
        (wire, index) -> {
          wire.readRequest();
          wire.send(
              "HTTP/1.1 201 Created\r\nX-Total: 5\r\nSet-Cookie: a=b\r\nVary: Accept\r\n"
                  + "Access-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nok");
        });
    Message answer = ask("GET /x", ALIAS, PAGE);
    assertEquals(201, answer.status());
    assertEquals("ok", answer.content());
    assertEquals(List.of("Accept, Origin"), List.of(answer.head().list("Vary")));
    assertEquals(
        List.of("http://www.site.test:8080"), answer.head().values("Access-Control-Allow-Origin"));
    assertEquals(List.of("http://www.site.test:8080"), answer.head().values("Timing-Allow-Origin"));
    String exposed = answer.head().list("Access-Control-Expose-Headers");
    assertTrue(List.of(exposed.split(",", -1)).contains("x-total"), exposed);
    assertFalse(exposed.contains("cookie"), exposed);
  }

  @Test
  void errorsAndWebappsMayBeReadByPagesOfTheSite() throws Exception {
    startSite();
    upstream.close();
    Message error = ask("GET /x", ALIAS, PAGE);
    assertEquals(503, error.status());
    assertReadable(error);
    // A servlet has no webapps behind it but its own context.
    Message webapp = ask("GET /webapp/x", ALIAS, PAGE);
    assertEquals(door == Door.CORE ? 200 : 404, webapp.status());
    assertReadable(webapp);
  }

  @Test
  void nobodyElseMayReadAnswers() throws Exception {
    startSite();
    upstream.serveOk();
    for (String origin :
        List.of(
            "http://evil.test:8080",
            "http://www.site.test",
            "http://www.site.test:80801",
            "http://www.site.test:8080.evil.test",
            "ftp://www.site.test:8080",
            "null",
            "http://www.site.test:8080 http://evil.test")) {
      Message answer = ask("GET /x", ALIAS, "Origin: " + origin);
      assertEquals("ok", answer.content());
      assertUnreadable(answer);
      assertEquals(List.of("Origin"), answer.head().values("Vary"));
      Message preflight =
          ask("OPTIONS /x", ALIAS, "Origin: " + origin, "Access-Control-Request-Method: PUT");
      assertEquals("ok", preflight.content());
      assertUnreadable(preflight);
    }
    // The page's host is no alias.
    Message main = ask("GET /x", "www.site.test:8080", "Origin: http://app1.site.test:8080");
    assertUnreadable(main);
    assertEquals(NONE, main.head().values("Vary"));
  }

  @Test
  void aPageUnderTlsMayReadWhereTlsEndsBeforeTheRouter() throws Exception {
    startSite();
    upstream.serveOk();
    Message answer = ask("GET /x", "app1.site.test", "Origin: https://www.site.test");
    assertEquals(
        List.of("https://www.site.test"), answer.head().values("Access-Control-Allow-Origin"));
  }

  @Test
  void webSocketsAreLeftAlone() throws Exception {
    startSite();
    RawClient client = connect();
    client.send(
        "GET /socket HTTP/1.1\r\nHost: "
            + ALIAS
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + PAGE
            + "\r\n\r\n");
    Wire server = upstream.accept();
    server.readHead();
    server.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n");
    Head head = client.readHead();
    assertEquals(101, head.status());
    assertFalse(head.has("Access-Control-Allow-Origin"), head.toString());
    client.send("x");
    server.expect("x");
  }
}
