package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients come back to the server that they had, by a cookie that the router gives. */
class AffinityTest extends TwoServersTest {
  @Test
  void aClientIsGivenTheCookieOfTheServerThatAnswers() throws Exception {
    startWithCookie();
    serveNames();
    for (int i = 0; i < 4; i++) {
      Message response = get();
      assertEquals(List.of("SRV=" + response.content() + "; path=/"), cookies(response));
    }
  }

  @Test
  void aClientWithTheCookieComesToItsServerAndIsGivenNoOther() throws Exception {
    startWithCookie();
    serveNames();
    for (String name : List.of("s1", "s2", "s2", "s2", "s1")) {
      Message response = get("Cookie: a=1; SRV=" + name);
      assertEquals(name, response.content());
      assertEquals(List.of(), cookies(response));
    }
  }

  @Test
  void theServerSeesTheOtherCookiesOnly() throws Exception {
    startWithCookie();
    RawClient client = connect().get("/", "X: 1", "Cookie: a=1;  SRV=s1; b = 2", "COOKIE: SRV=s2");
    Wire server = upstream.accept();
    Head request = server.readRequest().head();
    assertEquals(List.of("a=1; b = 2"), request.values("Cookie"));
    assertEquals("1", request.list("X"));
    server.send(RawServer.OK);
    assertEquals(List.of(), cookies(client.readResponse()));

    client.get("/", "Cookie: SRV=s1", "X: 1");
    request = server.readRequest().head();
    assertFalse(request.has("Cookie"));
    assertEquals("1", request.list("X"));
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void contentFollowsARequestWhoseCookieIsTakenOut() throws Exception {
    startWithCookie();
    RawClient client = connect();
    client.request("POST /", "Cookie: SRV=s1", "Content-Length: 5");
    Wire server = upstream.accept();
    Head request = server.readHead();
    assertFalse(request.has("Cookie"));
    client.send("hello");
    server.expect("hello");
    server.send(RawServer.OK);
    assertEquals("ok", client.readResponse().content());
  }

  @Test
  void aCacheableResponseIsMadePrivateWithTheCookieOnly() throws Exception {
    startWithCookie();
    serveNames("Cache-Control: max-age=60", "Set-Cookie: a=1");
    Message given = get();
    assertEquals(List.of("max-age=60", "private"), given.head().values("Cache-Control"));
    String ours = "SRV=" + given.content() + "; path=/";
    assertEquals(List.of("a=1", ours), cookies(given));

    Message bound = get("Cookie: SRV=" + given.content());
    assertEquals(List.of("max-age=60"), bound.head().values("Cache-Control"));
    assertEquals(List.of("a=1"), cookies(bound));
  }

  @Test
  void anInterimResponseIsGivenNoCookie() throws Exception {
    startWithCookie();
    RawClient client = connect().get("/", "Cookie: SRV=x");
    Wire server = upstream.accept();
    server.readRequest();
    server.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawServer.OK);
    Head interim = client.readHead();
    assertEquals(103, interim.status());
    assertFalse(interim.has("Set-Cookie"));
    assertEquals(List.of("SRV=s1; path=/"), cookies(client.readResponse()));
  }

  @Test
  void aBackendWithoutAffinityPassesCookiesOn() throws Exception {
    start(backend -> {}, 0);
    RawClient client = connect().get("/", "Cookie: SRV=s2");
    Wire server = upstream.accept();
    assertEquals(List.of("SRV=s2"), server.readRequest().head().values("Cookie"));
    server.send(response("ok", "Set-Cookie: SRV=x"));
    assertEquals(List.of("SRV=x"), cookies(client.readResponse()));
    other.expectNoConnection(Duration.ofMillis(50));
  }
}
