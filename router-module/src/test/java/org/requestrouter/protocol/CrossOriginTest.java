package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.CrossOriginConfig;
import org.requestrouter.config.RuleConfig;

/** A policy of a rule, what the server says of its own, and errors and streams. */
class CrossOriginTest extends ProtocolTest {
  private static final String SCRIPT = "Origin: https://app.example.test";
  private static final String STRANGER = "Origin: https://evil.test";
  private static final String ALLOWED = "access-control-allow-origin: https://app.example.test";
  private static final String CREDENTIALS = "access-control-allow-credentials: true";
  private static final Set<String> OTHERS =
      Set.of("date", "server", "content-length", "connection");

  /** What a server says that answers cross-origin requests itself. */
  private static final String OWN =
      "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\n"
          + "Vary: origin\r\nAccess-Control-Allow-Private-Network: true\r\n"
          + "Timing-Allow-Origin: *\r\nX-Own: a\r\nContent-Length: 2\r\n\r\nok";

  private void startWith(Consumer<CrossOriginConfig> policy, Consumer<RuleConfig> rule)
      throws Exception {
    start(
        (routing, backend, server) -> {
          CrossOriginConfig siblings = routing.crossOrigin("siblings");
          siblings.setAllowedOrigins("https://*.example.test");
          siblings.setAllowCredentials(true);
          policy.accept(siblings);
          RuleConfig ruled = routing.useBackend("b", "!{ path_beg /unruled }");
          ruled.setCrossOrigin("siblings");
          rule.accept(ruled);
        });
  }

  private void startWithPolicy() throws Exception {
    startWith(policy -> {}, rule -> {});
  }

  /** What the client gets of the server's response, without the fields that are not in question. */
  private List<String> linesOf(String target, String response, String... fields)
      throws IOException {
    RawClient client = connect().get(target, fields);
    Wire server = upstream.accept();
    server.readRequest();
    server.send(response.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    server.close();
    Message seen = client.readResponse();
    return seen.head().linesWithout(OTHERS);
  }

  @Test
  void theServersOwnFieldsGiveWay() throws Exception {
    startWithPolicy();
    String vary = "vary: Origin, Accept-Encoding";
    assertEquals(List.of(CREDENTIALS, ALLOWED, vary, "x-own: a"), linesOf("/", OWN, SCRIPT));
    assertEquals(List.of(vary, "x-own: a"), linesOf("/", OWN, STRANGER));
    assertEquals(List.of(vary, "x-own: a"), linesOf("/", OWN));
    assertEquals(List.of(vary, "x-own: a"), linesOf("/", OWN, "Origin: http://test"));
  }

  @Test
  void withoutAPolicyTheServersOwnPass() throws Exception {
    startWithPolicy();
    List<String> own =
        List.of(
            "access-control-allow-origin: *",
            "access-control-allow-private-network: true",
            "timing-allow-origin: *",
            "vary: Accept-Encoding",
            "vary: origin",
            "x-own: a");
    assertEquals(own, linesOf("/unruled", OWN, SCRIPT));
    RawClient client = connect();
    client.request("OPTIONS /unruled", SCRIPT, "Access-Control-Request-Method: GET");
    Wire server = upstream.accept();
    assertEquals("OPTIONS", server.readRequest().head().method());
    server.send(OWN);
    assertEquals(own, client.readResponse("OPTIONS").head().linesWithout(OTHERS));
  }

  /** Another reader reads this response. */
  @Test
  void aResponseInChunksHasTheRoutersFields() throws Exception {
    startWithPolicy();
    String response =
        "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nok\r\n0\r\n\r\n";
    List<String> lines = linesOf("/", response, SCRIPT);
    lines.remove("transfer-encoding: chunked");
    assertEquals(List.of(CREDENTIALS, ALLOWED, "vary: Origin"), lines);
  }

  @Test
  void whatARuleChangesIsChangedBefore() throws Exception {
    startWith(
        policy -> {},
        rule -> {
          rule.setResponseHeader("Vary", "Cookie");
          rule.delResponseHeader("X-Own");
        });
    assertEquals(List.of("vary: Origin, Cookie"), linesOf("/", OWN, STRANGER));
    assertEquals(List.of(CREDENTIALS, ALLOWED, "vary: Origin, Cookie"), linesOf("/", OWN, SCRIPT));
  }

  @ParameterizedTest
  @CsvSource({"302", "304", "404", "500"})
  void everyStatusOfAServerIsReadable(int status) throws Exception {
    startWithPolicy();
    String response = "HTTP/1.1 " + status + " X\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n";
    assertEquals(
        List.of(CREDENTIALS, ALLOWED, "location: /b", "vary: Origin"),
        linesOf("/", response, SCRIPT));
  }

  private static void assertReadable(int status, Head head) {
    assertEquals(status, head.status());
    assertEquals(List.of("https://app.example.test"), head.values("Access-Control-Allow-Origin"));
    assertEquals(List.of("true"), head.values("Access-Control-Allow-Credentials"));
    assertEquals(List.of("X-A"), head.values("Access-Control-Expose-Headers"));
    assertEquals(List.of("Origin"), head.values("Vary"));
  }

  @Test
  void errorsOfTheRouterAreReadable() throws Exception {
    start(
        (routing, backend, server) -> {
          CrossOriginConfig policy = routing.crossOrigin("p");
          policy.setAllowedOrigins("https://app.example.test");
          policy.setAllowCredentials(true);
          policy.setExposedHeaders("X-A");
          backend.setMaxHeldPerClient(1);
          backend.setRetries(0);
          RuleConfig hasty = routing.useBackend("b", "{ path /504 }");
          hasty.setCrossOrigin("p");
          hasty.setServerTimeout("200ms");
          routing.useBackend("b").setCrossOrigin("p");
        });
    RawClient held = connect().get("/held", SCRIPT);
    Wire holding = upstream.accept();
    holding.readRequest();
    assertReadable(429, connect().get("/429", SCRIPT).readResponse().head());
    holding.send(RawServer.OK.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    holding.close();
    assertReadable(200, held.readResponse().head());
    router.awaitQuiet();

    RawClient waiting = connect().get("/504", SCRIPT);
    Wire silent = upstream.accept();
    assertReadable(504, waiting.readResponse().head());
    silent.close();
    router.awaitQuiet();

    RawClient client = connect().get("/502", SCRIPT);
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nX-A");
    server.close();
    assertReadable(502, client.readResponse().head());

    upstream.refuse();
    assertReadable(503, connect().get("/503", SCRIPT).readResponse().head());
    Head strangers = connect().get("/503", STRANGER).readResponse().head();
    assertFalse(strangers.has("Access-Control-Allow-Origin"));
    assertEquals("Origin", strangers.list("Vary"));
  }

  @Test
  void requestsFromOtherOriginsAreRefusedIfThePolicySaysSo() throws Exception {
    startWith(policy -> policy.setDeliverNonAllowedOriginRequests(false), rule -> {});
    RawClient client = connect();
    client.request("POST /", STRANGER, "Content-Length: 5");
    client.send("hello");
    Message refused = client.readResponse("POST");
    assertEquals(403, refused.status());
    assertEquals("Origin", refused.head().list("Vary"));
    assertFalse(refused.head().has("Access-Control-Allow-Origin"));
    assertEquals(1, router.counter("backend.b.responses.4xx"));
    // The same from nobody, and from a sibling.
    upstream.serveOk();
    assertEquals(200, connect().get("/").readResponse().status());
    assertEquals(200, connect().get("/", SCRIPT).readResponse().status());
    assertEquals(1, upstream.connections());
  }

  @Test
  void anEventStreamAfterAnInterimResponseIsReadable() throws Exception {
    startWithPolicy();
    RawClient client = connect().get("/events", SCRIPT);
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    assertEquals(List.of("link: </a>"), client.readHead().linesWithout(Set.of()));
    server.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\n:\n\n\r\n");
    Head head = client.readHead();
    assertTrue(head.linesWithout(OTHERS).containsAll(List.of(ALLOWED, CREDENTIALS)));
    ContentReader events = ContentReader.ofResponse(client, head, "GET");
    events.expect(":\n\n");
    server.send("0\r\n\r\n");
    assertEquals("", events.rest());
  }
}
