package org.requestrouter.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What HTTP/2 can say and HTTP/1 cannot: nothing of it becomes another request to a server. */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2MessageTest {
  private static final String METHOD = ":method";
  private static final String PATH = ":path";
  private static final String SCHEME = ":scheme";
  private static final String AUTHORITY = ":authority";

  private static RecordingServer server;
  private static RouterFixture router;

  @Parameter Door door;

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    server = new RecordingServer();
    router =
        RouterFixture.start(
            door,
            server.port(),
            (routing, backend, member) -> {
              routing.setForwardedFor("false");
              routing.setForwarded("false");
              routing.setVia("");
              // Jetty resets a stream whose content has another length, and tells nobody.
              routing.useBackend("b", "{ method POST }").setClientTimeout("500ms");
            },
            (jetty, component) -> addHttp2((ServerConnector) jetty.getConnectors()[0]));
  }

  private static void addHttp2(ServerConnector connector) {
    HttpConfiguration configuration =
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.STRICT);
    connector.addConnectionFactory(new HTTP2CServerConnectionFactory(configuration));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    router.stop();
    server.close();
  }

  private static Arguments request(String name, String... fields) {
    return Arguments.of(name, fields);
  }

  private static Arguments get(String name, String... further) {
    String[] common = {METHOD, "GET", PATH, "/a", SCHEME, "http", AUTHORITY, "a"};
    return request(name, Stream.of(common, further).flatMap(Stream::of).toArray(String[]::new));
  }

  static List<Arguments> refused() {
    return List.of(
        get("line end in value", "x-a", "b\r\nX-Evil: c"),
        get("lf in value", "x-a", "b\nX-Evil: c"),
        get("nul in value", "x-a", "b\0c"),
        get("line end in name", "x-a: b\r\nx-evil", "c"),
        get("blank in name", "x a", "b"),
        get("colon in name", "x-a:", "b"),
        get("upper case in name", "X-A", "b"),
        get("transfer coding", "transfer-encoding", "chunked"),
        get("length with zeros", "content-length", "00"),
        get("two lengths", "content-length", "0", "content-length", "1"),
        get("two hosts", "host", "b"),
        get("second path", PATH, "/b"),
        get("unknown pseudo field", ":x", "b"),
        get("unknown expectation", "expect", "x"),
        get("forged address", "x_forwarded_for", "10.0.0.1"),
        request(
            "line end in path",
            METHOD,
            "GET",
            PATH,
            "/ HTTP/1.1\r\nX-Evil: b",
            SCHEME,
            "http",
            AUTHORITY,
            "a"),
        request("blank in path", METHOD, "GET", PATH, "/a b", SCHEME, "http", AUTHORITY, "a"),
        request(
            "path not ascii",
            METHOD,
            "GET",
            PATH,
            "/a?\u00C4\u008D",
            SCHEME,
            "http",
            AUTHORITY,
            "a"),
        request("dot segments", METHOD, "GET", PATH, "/a/../b", SCHEME, "http", AUTHORITY, "a"),
        request("path missing", METHOD, "GET", SCHEME, "http", AUTHORITY, "a"),
        request(
            "line end in method",
            METHOD,
            "GET / HTTP/1.1\r\nX-Evil: b\r\n\r\nGET",
            PATH,
            "/",
            SCHEME,
            "http",
            AUTHORITY,
            "a"),
        request("blank in method", METHOD, "GET /b", PATH, "/", SCHEME, "http", AUTHORITY, "a"),
        request(
            "line end in authority",
            METHOD,
            "GET",
            PATH,
            "/",
            SCHEME,
            "http",
            AUTHORITY,
            "a\r\nX-Evil: b"),
        request("user in authority", METHOD, "GET", PATH, "/", SCHEME, "http", AUTHORITY, "u@a"),
        request("path in authority", METHOD, "GET", PATH, "/", SCHEME, "http", AUTHORITY, "a/b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String name, String... fields) throws Exception {
    try (RawHttp2 client = new RawHttp2(router.port())) {
      assertNotEquals("200", client.headers(true, fields).outcome());
    }
    assertNothingForwarded();
  }

  @Test
  void plainRequestIsForwarded() throws Exception {
    try (RawHttp2 client = new RawHttp2(router.port())) {
      client.headers(true, METHOD, "GET", PATH, "/a", SCHEME, "http", AUTHORITY, "a", "x-a", "b");
      assertEquals("200", client.outcome());
    }
    assertEquals(List.of("GET /a HTTP/1.1\r\nHost: a\r\nx-a: b\r\n\r\n"), server.take());
  }

  @ParameterizedTest
  @MethodSource("contents")
  void contentThatIsNotAsLongAsItsLengthIsCutOff(String content) throws Exception {
    try (RawHttp2 client = new RawHttp2(router.port())) {
      client.headers(
          false, METHOD, "POST", PATH, "/a", SCHEME, "http", AUTHORITY, "a", "content-length", "5");
      assertNotEquals("200", client.data(true, content).outcome());
    }
    await().atMost(Wire.STEP).until(() -> router.inFlight() == 0);
    assertNothingForwarded();
  }

  static List<String> contents() {
    return List.of("", "hi", "helloGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private static void assertNothingForwarded() throws Exception {
    try (RawClient client = RawClient.connect(router.port())) {
      assertEquals(200, client.get("/last").readResponse().status());
    }
    assertEquals(List.of("GET /last HTTP/1.1\r\nHost: test\r\n\r\n"), server.take());
  }
}
