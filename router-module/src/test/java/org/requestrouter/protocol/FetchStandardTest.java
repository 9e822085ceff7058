package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.config.CrossOriginConfig;
import org.requestrouter.config.RoutingConfig;

/**
 * What scripts may do, and see, through rules with policies, by the checks of the fetch standard.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchStandardTest {
  private static RecordingServer server;
  private static RouterFixture router;

  @Parameter Door door;
  private RawClient client;

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    server = new RecordingServer();
    router =
        RouterFixture.start(
            door,
            server.port(),
            (routing, backend, member) -> declare(routing),
            (jetty, component) -> addHttp2((ServerConnector) jetty.getConnectors()[0]));
  }

  private static void addHttp2(ServerConnector connector) {
    connector.addConnectionFactory(
        new HTTP2CServerConnectionFactory(
            connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration()));
  }

  private static void declare(RoutingConfig routing) {
    CrossOriginConfig siblings = policy(routing, "siblings", "https://*.example.test");
    siblings.setAllowCredentials(true);
    siblings.setAllowedMethods("GET POST PUT PATCH");
    siblings.setAllowedHeaders("Content-Type, X-Token");
    siblings.setExposedHeaders("X-Total");
    CrossOriginConfig everyone = policy(routing, "everyone", "*");
    everyone.setAllowedMethods("*");
    everyone.setAllowedHeaders("*");
    everyone.setExposedHeaders("*");
    policy(routing, "exact", "https://app.example.test, http://localhost:8080, null");
    CrossOriginConfig strict = policy(routing, "strict", "https://app.example.test");
    strict.setDeliverNonAllowedOriginRequests(false);
  }

  /** A policy with a rule of the same path. */
  private static CrossOriginConfig policy(RoutingConfig routing, String name, String origins) {
    CrossOriginConfig policy = routing.crossOrigin(name);
    policy.setAllowedOrigins(origins);
    routing.useBackend("b", "{ path_dir /" + name + " }").setCrossOrigin(name);
    return policy;
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    router.stop();
    server.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = RawClient.connect(router.port());
    server.take();
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // policy, origin, credentials, method, fields that the script sets, outcome
        "siblings, https://app.example.test,          true,  GET,    -,               READ",
        "siblings, https://a.b.example.test,          true,  POST,   -,               READ",
        "siblings, https://app.example.test,          false, GET,    -,               READ",
        "siblings, https://app.example.test,          true,  PUT,    x-token,         READ",
        "siblings, https://app.example.test,          true,  put,    X-TOKEN,         READ",
        "siblings, https://app.example.test,          true,  PATCH,  -,               READ",
        "siblings, https://app.example.test,          true,  patch,  -,               NOT_SENT",
        "siblings, https://app.example.test,          true,  DELETE, -,               NOT_SENT",
        "siblings, https://app.example.test,          true,  GET,    X-Other,         NOT_SENT",
        "siblings, https://app.example.test,          true,  GET,    X-Token X-Other, NOT_SENT",
        "siblings, https://app.example.test,          true,  HEAD,   X-Token,         READ",
        "siblings, https://example.test,              true,  GET,    -,               NOT_READ",
        "siblings, http://app.example.test,           true,  GET,    -,               NOT_READ",
        "siblings, https://app.example.test:8443,     true,  GET,    -,               NOT_READ",
        "siblings, https://evilexample.test,          true,  GET,    -,               NOT_READ",
        "siblings, https://app.example.test.evil.org, true,  GET,    -,               NOT_READ",
        "siblings, https://evil.test,                 true,  PUT,    -,               NOT_SENT",
        "siblings, null,                              true,  GET,    -,               NOT_READ",
        "siblings, null,                              false, PUT,    -,               NOT_SENT",
        "everyone, https://any.test,                  false, GET,    -,               READ",
        "everyone, https://any.test,                  false, DELETE, X-A X-B,         READ",
        "everyone, https://any.test,                  false, purge,  -,               READ",
        "everyone, https://any.test,                  false, GET,    Authorization,   NOT_SENT",
        "everyone, https://any.test,                  true,  GET,    -,               NOT_READ",
        "everyone, https://any.test,                  true,  DELETE, -,               NOT_SENT",
        "everyone, null,                              false, GET,    -,               READ",
        "exact,    https://app.example.test,          false, GET,    -,               READ",
        "exact,    https://app.example.test,          true,  GET,    -,               NOT_READ",
        "exact,    https://app.example.test,          false, GET,    Content-Type,    READ",
        "exact,    https://app.example.test,          false, PUT,    -,               NOT_SENT",
        "exact,    https://api.example.test,          false, GET,    -,               NOT_READ",
        "exact,    http://localhost:8080,             false, GET,    -,               READ",
        "exact,    http://localhost,                  false, GET,    -,               NOT_READ",
        "exact,    null,                              false, GET,    -,               READ",
        "exact,    null,                              true,  GET,    -,               NOT_READ",
        "strict,   https://app.example.test,          false, POST,   -,               READ",
        "strict,   https://evil.test,                 false, GET,    -,               NOT_READ",
        "strict,   https://evil.test,                 false, PUT,    -,               NOT_SENT",
      })
  void scriptsComeAsFarAsTheirPolicyLetsThem(
      String policy,
      String origin,
      boolean credentials,
      String method,
      String headers,
      Fetch.Outcome outcome)
      throws IOException {
    Fetch fetch = Fetch.of(origin, credentials, method, headers);
    long preflights = router.counter("backend.b.preflights");
    assertEquals(outcome, fetch.send(client, "/" + policy));
    boolean reached =
        outcome == Fetch.Outcome.READ
            || (outcome == Fetch.Outcome.NOT_READ && !policy.equals("strict"));
    assertEquals(reached ? 1 : 0, server.take().size(), "requests that reached the server");
    assertEquals(
        preflights + (fetch.needsPreflight() ? 1 : 0), router.counter("backend.b.preflights"));
  }

  @Test
  void aPreflightIsAnsweredWithAllThatABrowserAsksFor() throws IOException {
    client.request(
        "OPTIONS /siblings/x",
        "Origin: https://app.example.test",
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: x-token");
    Message answer = client.readResponse("OPTIONS");
    Head head = answer.head();
    assertEquals(200, answer.status());
    assertEquals("", answer.content());
    assertEquals("0", head.list("Content-Length"));
    assertEquals("https://app.example.test", head.list("Access-Control-Allow-Origin"));
    assertEquals("true", head.list("Access-Control-Allow-Credentials"));
    assertEquals("60", head.list("Access-Control-Max-Age"));
    assertEquals("Origin", head.list("Vary"));
    assertFalse(head.has("Access-Control-Expose-Headers"));
    assertFalse(head.has("Connection"));
    // The connection goes on, and so it does after the content of a preflight that is there
    // already.
    client.send(
        "OPTIONS /siblings HTTP/1.1\r\nHost: test\r\nOrigin: https://evil.test\r\n"
            + "Access-Control-Request-Method: GET\r\nContent-Length: 2\r\n\r\nhi");
    Head refused = client.readResponse("OPTIONS").head();
    assertEquals(200, refused.status());
    assertFalse(refused.has("Access-Control-Allow-Origin"));
    assertEquals(0, server.take().size());
    assertEquals(200, client.get("/siblings").readResponse().status());
    assertEquals(1, server.take().size());
  }

  @Test
  void whatOnlyLooksLikeAPreflightReachesTheServer() throws IOException {
    client.request("OPTIONS /siblings", "Origin: https://app.example.test");
    assertEquals(200, client.readResponse("OPTIONS").status());
    client.request("OPTIONS /siblings", "Access-Control-Request-Method: GET");
    assertEquals(200, client.readResponse("OPTIONS").status());
    assertEquals(2, server.take().size());
  }

  @Test
  void exposedFieldsAreSeenAndOthersAreNot() throws IOException {
    Fetch fetch = Fetch.of("https://app.example.test", true, "GET", null);
    client.get("/siblings", "Origin: https://app.example.test");
    Head head = client.readResponse().head();
    assertEquals("X-Total", head.list("Access-Control-Expose-Headers"));
    assertTrue(fetch.sees(head, "Content-Length"));
    assertFalse(fetch.sees(head, "Date"));
    client.get("/everyone", "Origin: https://any.test");
    head = client.readResponse().head();
    assertTrue(Fetch.of("https://any.test", false, "GET", null).sees(head, "Date"));
    assertFalse(Fetch.of("https://any.test", true, "GET", null).sees(head, "Date"));
  }

  /** A cache that has one of these must not give it to another origin, nor to none. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -",
        "https://app.example.test, https://app.example.test",
        "https://evil.test, -",
        "http://test, -",
      })
  void everyResponseVariesByOrigin(String origin, String allowed) throws IOException {
    client.get("/siblings", origin == null ? "X-A: b" : "Origin: " + origin);
    Head head = client.readResponse().head();
    assertEquals("Origin", head.list("Vary"));
    assertEquals(allowed == null ? "" : allowed, head.list("Access-Control-Allow-Origin"));
  }

  /** Jetty's handler takes one of several for all. */
  @ParameterizedTest
  @CsvSource({
    "'Origin: https://evil.test https://app.example.test'",
    "'Origin: https://app.example.test\r\nOrigin: https://evil.test'",
    "'Origin: https://app.example.test, https://evil.test'",
  })
  void severalOriginsAreNone(String lines) throws IOException {
    client.get("/strict", lines);
    Head head = client.readResponse().head();
    assertEquals(403, head.status());
    assertFalse(head.has("Access-Control-Allow-Origin"));
    client.request("OPTIONS /strict", lines, "Access-Control-Request-Method: GET");
    head = client.readResponse("OPTIONS").head();
    assertEquals(403, head.status());
    assertFalse(head.has("Access-Control-Allow-Origin"));
    assertEquals(0, server.take().size());
  }

  @Test
  void anOriginWithoutEndIsNone() throws IOException {
    client.get("/siblings", "Origin: https://" + "a.".repeat(1000) + "example.test");
    Head head = client.readResponse().head();
    assertEquals(200, head.status());
    assertFalse(head.has("Access-Control-Allow-Origin"));
  }

  @Test
  void aScriptOfTheSameOriginNeedsNoPolicy() throws IOException {
    client.request("POST /strict", "Origin: http://test", "Content-Length: 0");
    assertEquals(200, client.readResponse("POST").status());
    client.request("POST /strict", "Origin: https://test", "Content-Length: 0");
    assertEquals(403, client.readResponse("POST").status());
    assertEquals(1, server.take().size());
  }

  @Test
  void clientsOfHttp2AreAnsweredAlike() throws Exception {
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/strict"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Access-Control-Request-Method", "POST");
    for (String origin : List.of("https://app.example.test", "https://evil.test")) {
      HttpRequest request = preflight.copy().header("Origin", origin).build();
      HttpResponse<Void> answer = http2.send(request, HttpResponse.BodyHandlers.discarding());
      boolean allowed = origin.contains("app");
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals(allowed ? 200 : 403, answer.statusCode());
      assertEquals(
          allowed ? List.of(origin) : List.of(),
          answer.headers().allValues("access-control-allow-origin"));
      assertEquals(List.of("Origin"), answer.headers().allValues("vary"));
    }
    assertEquals(0, server.take().size());
  }
}
