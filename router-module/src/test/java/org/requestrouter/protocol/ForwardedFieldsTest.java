package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the router tells the server about the client, and Host, which it leaves alone. */
class ForwardedFieldsTest extends ProtocolTest {

  private Head requestSeenFor(String requestHeader) throws IOException {
    RawClient client = connect();
    client.send(requestHeader + "\r\n\r\n");
    Wire server = upstream.accept();
    Message request = server.readRequest();
    server.send(RawServer.OK.replace("200 OK", "200 OK\r\nConnection: close"));
    assertEquals("ok", client.readResponse().content());
    return request.head();
  }

  private Head requestSeenWith(String... fieldLines) throws IOException {
    return requestSeenFor(
        "GET / HTTP/1.1\r\nHost: www.example.com:81\r\n" + String.join("\r\n", fieldLines));
  }

  private static String lastForwarded(Head request) {
    String[] elements = request.list("Forwarded").split(",", -1);
    return elements[elements.length - 1].strip().toLowerCase(Locale.ROOT).replace("\"", "");
  }

  private static void assertTold(Head request) {
    assertTrue(request.list("X-Forwarded-For").endsWith("127.0.0.1"), request.toString());
    assertEquals(List.of("http"), request.values("X-Forwarded-Proto"));
    assertEquals(List.of("www.example.com:81"), request.values("X-Forwarded-Host"));
    List<String> pairs = List.of(lastForwarded(request).split(";", -1));
    assertTrue(pairs.contains("for=127.0.0.1"), request.toString());
    assertTrue(pairs.contains("proto=http"), request.toString());
    assertTrue(pairs.contains("host=www.example.com:81"), request.toString());
    assertTrue(request.list("Via").contains("1.1 "), request.toString());
  }

  @Test
  void serverLearnsClientProtocolAndHost() throws Exception {
    start();
    Head request = requestSeenWith("X-A: b");
    assertEquals("127.0.0.1", request.list("X-Forwarded-For"));
    assertTold(request);
  }

  private void startBehindProxies() throws Exception {
    start((routing, backend, server) -> routing.setTrustedProxies("10.0.0.0/8, 127.0.0.1"));
  }

  @Test
  void whatAnyClientClaimsIsReplaced() throws Exception {
    start();
    Head request =
        requestSeenWith(
            "X-Forwarded-For: 192.0.2.1",
            "Forwarded: for=192.0.2.1;host=bank.example.com",
            "X-Forwarded-For: 192.0.2.2",
            "x-forwarded-port: 443",
            "X-Forwarded-Prefix: /claimed",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: bank.example.com");
    assertEquals(List.of("127.0.0.1"), request.values("X-Forwarded-For"));
    assertEquals(1, request.values("Forwarded").size(), request.toString());
    assertFalse(request.has("X-Forwarded-Port"), request.toString());
    assertFalse(request.has("X-Forwarded-Prefix"), request.toString());
    assertTold(request);
  }

  @Test
  void clientsOutsideOfTheTrustedNetworksAreNotBelieved() throws Exception {
    start((routing, backend, server) -> routing.setTrustedProxies("10.0.0.0/8, ::1"));
    Head request = requestSeenWith("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https");
    assertEquals("127.0.0.1", request.list("X-Forwarded-For"));
    assertTold(request);
  }

  @Test
  void protocolAndHostThatATrustedProxyTellsAreKept() throws Exception {
    startBehindProxies();
    Head request =
        requestSeenWith(
            "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example", "X-Forwarded-Port: 443");
    assertEquals(List.of("https"), request.values("X-Forwarded-Proto"));
    assertEquals(List.of("shop.example"), request.values("X-Forwarded-Host"));
    assertEquals(List.of("443"), request.values("X-Forwarded-Port"));
    assertEquals("127.0.0.1", request.list("X-Forwarded-For"));
  }

  @Test
  void whatATrustedProxyDoesNotTellIsAdded() throws Exception {
    startBehindProxies();
    assertTold(requestSeenWith("X-A: b"));
  }

  @Test
  void clientAddressIsAppendedToWhatATrustedProxyTells() throws Exception {
    startBehindProxies();
    Head request =
        requestSeenWith(
            "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2", "Forwarded: for=192.0.2.1");
    assertEquals("192.0.2.1, 192.0.2.2, 127.0.0.1", request.list("X-Forwarded-For"));
    assertTrue(request.list("Forwarded").startsWith("for=192.0.2.1, "), request.toString());
    assertTold(request);
  }

  @Test
  void viaIsAppendedToEarlierHops() throws Exception {
    start();
    String via = requestSeenWith("Via: 1.0 earlier").list("Via");
    assertTrue(via.matches("1\\.0 earlier, 1\\.1 \\S.*"), via);
  }

  @Test
  void fieldsOfOursCannotBeStrippedByConnection() throws Exception {
    start();
    assertTold(
        requestSeenWith(
            "Connection: X-Forwarded-For, X-Forwarded-Proto, x-forwarded-host, Forwarded, Via",
            "X-Forwarded-For: 192.0.2.1"));
  }

  @Test
  void resultDoesNotDependOnTheOrderOfTheFields() throws Exception {
    start();
    String[] lines = {
      "X-Forwarded-Server: inner", "X-Forwarded-Host: a", "X-Forwarded-Proto: https", "Via: 1.0 x"
    };
    String[] reversed = {lines[3], lines[2], lines[1], lines[0]};
    List<String> expected = requestSeenWith(lines).linesWithout(Set.of());
    assertEquals(expected, requestSeenWith(reversed).linesWithout(Set.of()));
  }

  @Test
  void forwardedForCanBeSwitchedOff() throws Exception {
    start((routing, backend, server) -> routing.setForwardedFor(false));
    Head request = requestSeenWith("X-Forwarded-For: 192.0.2.1");
    assertFalse(request.has("X-Forwarded-For"), request.toString());
  }

  @Test
  void whatATrustedProxyTellsIsPassedOnWhereAllIsSwitchedOff() throws Exception {
    start(
        (routing, backend, server) -> {
          routing.setTrustedProxies("127.0.0.0/8");
          routing.setForwardedFor(false);
          routing.setForwarded(false);
        });
    Head request = requestSeenWith("X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1");
    assertEquals("192.0.2.1", request.list("X-Forwarded-For"));
    assertEquals("for=192.0.2.1", request.list("Forwarded"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "ExAmple.COM:80",
        "example.com:443",
        "example.com:8080",
        "[::1]:80",
        "127.1"
      })
  void hostArrivesByteForByte(String host) throws Exception {
    start();
    Head request = requestSeenFor("GET / HTTP/1.1\r\nHost: " + host);
    assertEquals(List.of(host), request.values("Host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a%20b/c?d=e%2Ff&&=",
        "/?",
        "/a;x=1/b",
        "/%41%7e~",
        "/a?b=/../c",
        "/caf%C3%A9?\"x\""
      })
  void targetArrivesByteForByte(String target) throws Exception {
    start();
    Head request = requestSeenFor("GET " + target + " HTTP/1.1\r\nHost: test");
    assertEquals("GET " + target + " HTTP/1.1", request.startLine());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "OPTIONS", "PATCH", "PROPFIND", "get", "X-OWN"})
  void methodArrivesAsItIs(String method) throws Exception {
    start();
    Head request = requestSeenFor(method + " /m HTTP/1.1\r\nHost: test");
    assertEquals(method + " /m HTTP/1.1", request.startLine());
  }

  @Test
  void http10RequestWithoutHostIsForwardedAsValidHttp11() throws Exception {
    start();
    Head request = requestSeenFor("GET / HTTP/1.0\r\nX-A: b");
    assertEquals("GET / HTTP/1.1", request.startLine());
    assertEquals(1, request.values("Host").size(), request.toString());
    assertFalse(request.list("X-Forwarded-For").isEmpty(), request.toString());
  }
}
