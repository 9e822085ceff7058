package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** Clients come back to https and h2c servers, too. */
class CarriedAffinityTest extends CarrierTest {

  /** Answers with its name and the cookies that it has seen, and sets the router's cookie. */
  private static BackEnd.Service named(String name) {
    return (request, response, callback) -> answer(name, request, response, callback);
  }

  private static void answer(String name, Request request, Response response, Callback callback) {
    List<String> seen =
        request.getHeaders().getFields(HttpHeader.COOKIE).stream()
            .map(HttpField::getValue)
            .toList();
    response.getHeaders().add(HttpHeader.SET_COOKIE, "SRV=own");
    response.getHeaders().add(HttpHeader.SET_COOKIE, "JS=fresh");
    response.write(true, StandardCharsets.UTF_8.encode(name + seen), callback);
  }

  private void startTwo() throws Exception {
    for (String name : List.of("s1", "s2")) {
      BackEnd member = open(new BackEnd(carrier, certificate.store(), named(name)));
      carrier.trust(backend().server(name, carrier.uri(member.port())), certificate.store());
    }
    startRouter();
  }

  @Test
  void aClientIsGivenACookieAndComesBackWithIt() throws Exception {
    backend().cookie("SRV");
    startTwo();
    Client client = connect();
    Client.Head given = client.request("GET /", "Cookie: a=1").head();
    String content = client.content(given);
    String server = content.substring(0, 2);
    assertEquals(server + "[a=1]", content);
    assertEquals(List.of("JS=fresh", "SRV=" + server + "; path=/"), cookies(given));

    for (int i = 0; i < 3; i++) {
      Client.Head bound = client.request("GET /", "Cookie: SRV=" + server + "; a=1").head();
      assertEquals(server + "[a=1]", client.content(bound));
      assertEquals(List.of("JS=fresh"), cookies(bound));
    }
  }

  private static List<String> cookies(Client.Head head) {
    return head.fields().stream()
        .filter(field -> field.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie:"))
        .map(field -> field.substring("set-cookie:".length()).trim())
        .toList();
  }

  @Test
  void contentFollowsARequestWhoseCookieIsTakenOut() throws Exception {
    backend().cookie("SRV");
    start(
        (request, response, callback) -> {
          assertNull(request.getHeaders().get(HttpHeader.COOKIE));
          Content.copy(request, response, callback);
        });
    Client client = connect();
    client.request("POST /", "Cookie: SRV=s", "Content-Length: 5").send("hello");
    assertEquals("hello", client.content(client.head()));
  }

  @Test
  void aClientIsKnownByTheApplicationsCookie() throws Exception {
    backend().stick().setOn("req.cook(JS)");
    backend().getStick().setLearn("res.cook(JS)");
    startTwo();
    Client client = connect();
    String server = client.content(client.request("GET /").head()).substring(0, 2);
    for (int i = 0; i < 3; i++) {
      Client.Head bound = client.request("GET /", "Cookie: JS=fresh").head();
      assertEquals(server + "[JS=fresh]", client.content(bound));
    }
  }
}
