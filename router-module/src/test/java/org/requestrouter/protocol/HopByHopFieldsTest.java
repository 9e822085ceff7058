package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to one connection stays there; everything else goes through as it was. */
class HopByHopFieldsTest extends ProtocolTest {
  /** What the router adds to, or makes anew in, a request. */
  private static final Set<String> OURS =
      Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "via");

  private Head requestSeenFor(String... fieldLines) throws IOException {
    RawClient client = connect().get("/", fieldLines);
    Wire server = upstream.accept();
    Message request = server.readRequest();
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
    return request.head();
  }

  private Head responseSeenFor(String... fieldLines) throws IOException {
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    String fields = String.join("\r\n", fieldLines) + "\r\n";
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + fields + "\r\nok");
    Message response = client.readResponse();
    assertEquals("ok", response.content());
    return response.head();
  }

  @Test
  void hopByHopFieldsOfTheRequestAreRemoved() throws Exception {
    start();
    Head request =
        requestSeenFor(
            "Connection: keep-alive, X-Secret",
            "Connection: x-other",
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "X-Secret: a",
            "X-Other: b",
            "X-Stays: c");
    for (String name : List.of("Keep-Alive", "Proxy-Connection", "X-Secret", "X-Other"))
      assertFalse(request.has(name), name + " in " + request);
    assertFalse(request.list("Connection").contains("-"), request.toString());
    assertEquals("c", request.list("X-Stays"));
  }

  @Test
  void strayQuotesInConnectionOfTheRequestHideNothing() throws Exception {
    start();
    Head request = requestSeenFor("Connection: a\"b, X-Secret, \"", "X-Secret: a", "X-Stays: c");
    assertFalse(request.has("X-Secret"), request.toString());
    assertEquals("c", request.list("X-Stays"));
  }

  @Test
  void strayQuotesInConnectionOfTheResponseHideNothing() throws Exception {
    start();
    Head response = responseSeenFor("Connection: \"a\" b, X-Secret", "X-Secret: a", "X-Stays: c");
    assertFalse(response.has("X-Secret"), response.toString());
    assertEquals("c", response.list("X-Stays"));
  }

  @Test
  void hopByHopFieldsOfTheResponseAreRemoved() throws Exception {
    start();
    Head response =
        responseSeenFor(
            "Connection: keep-alive, X-Secret",
            "Connection: x-other",
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "X-Secret: a",
            "X-Other: b",
            "X-Stays: c");
    for (String name : List.of("Keep-Alive", "Proxy-Connection", "X-Secret", "X-Other"))
      assertFalse(response.has(name), name + " in " + response);
    assertFalse(response.list("Connection").contains("-"), response.toString());
    assertEquals("c", response.list("X-Stays"));
  }

  @Test
  void endToEndFieldsOfTheRequestArriveUnchanged() throws Exception {
    start();
    String[] sent = {
      "Accept: text/html, */*;q=0.1",
      "Accept-Encoding: gzip",
      "Authorization: Basic Zm9vOmJhcg==",
      "Cookie: a=b; c=d",
      "X-Empty:",
      "X-Twice: 1",
      "X-Twice: 2",
      "X-Long: " + "y".repeat(3000),
      "User-Agent: Raw/1.0 (socket; test)"
    };
    Head request = requestSeenFor(sent);
    List<String> expected = new Head("", parse(sent)).linesWithout(Set.of());
    expected.add("host: test");
    expected.sort(null);
    assertEquals(expected, request.linesWithout(OURS));
    assertEquals(List.of("1", "2"), request.values("X-Twice"));
  }

  @Test
  void responseFieldsAreTheServersWithoutHopByHop() throws Exception {
    start();
    String[] sent = {
      "Content-Type: application/json",
      "Date: Mon, 01 Jan 2024 00:00:00 GMT",
      "Server: Upstream/1",
      "ETag: \"x\"",
      "Cache-Control: no-store",
      "X-Empty:",
      "Vary: Accept",
      "Vary: Cookie",
      "WWW-Authenticate: Basic realm=\"a, b\""
    };
    Head response = responseSeenFor(sent);
    List<String> expected = new Head("", parse(sent)).linesWithout(Set.of());
    expected.add("content-length: 2");
    expected.sort(null);
    assertEquals(expected, response.linesWithout(Set.of("via")));
  }

  @Test
  void repeatedSetCookieKeepsItsLinesAndTheirOrder() throws Exception {
    start();
    Head response =
        responseSeenFor(
            "Set-Cookie: b=2; Path=/", "Set-Cookie: a=1; Expires=Mon, 01 Jan 2035 00:00:00 GMT");
    assertEquals(
        List.of("b=2; Path=/", "a=1; Expires=Mon, 01 Jan 2035 00:00:00 GMT"),
        response.values("Set-Cookie"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: Text/HTML;Charset=UTF-8",
        "Content-Type: TEXT/PLAIN",
        "Cache-Control: No-Cache",
        "X-Bytes: caf\u00e9 \u00c3\u00a9",
        "X-Spaced: a  b\tc"
      })
  void requestValuesKeepTheirSpelling(String line) throws Exception {
    start();
    Field field = Field.parse(line);
    assertEquals(List.of(field.value()), requestSeenFor(line).values(field.name()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: Text/HTML;Charset=UTF-8",
        "Content-Type: TEXT/PLAIN",
        "Cache-Control: No-Cache",
        "X-Bytes: caf\u00e9 \u00c3\u00a9",
        "X-Spaced: a  b\tc"
      })
  void responseValuesKeepTheirSpelling(String line) throws Exception {
    start();
    Field field = Field.parse(line);
    assertEquals(List.of(field.value()), responseSeenFor(line).values(field.name()));
  }

  @Test
  void framingAndHostCannotBeStrippedByConnection() throws Exception {
    start();
    RawClient client = connect();
    client.request("POST /", "Connection: Host, Content-Length", "Content-Length: 5");
    client.send("hello");
    Wire server = upstream.accept();
    Message request = server.readRequest();
    assertEquals("test", request.head().list("Host"));
    assertEquals("hello", request.content());
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void unknownStatusGoesThrough() throws Exception {
    start();
    RawClient client = connect().get("/");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 299 Rather Odd\r\nContent-Length: 0\r\n\r\n");
    assertEquals(299, client.readResponse().status());
  }

  private static List<Field> parse(String... lines) {
    List<Field> fields = new ArrayList<>();
    for (String line : lines) fields.add(Field.parse(line));
    return fields;
  }
}
