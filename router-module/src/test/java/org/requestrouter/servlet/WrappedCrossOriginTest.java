package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.CrossOriginConfig;

/** A rule's cross-origin policy where a filter has wrapped the response. */
@Timeout(60)
class WrappedCrossOriginTest {
  private static final String ORIGIN = "https://app.test";

  private static final Filter IDENTITY =
      (request, response, chain) ->
          chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response));

  private static Fixture start(Consumer<CrossOriginConfig> settings) throws Exception {
    return Fixture.start(
        fixture -> {
          CrossOriginConfig policy = fixture.routing.crossOrigin("p");
          policy.setAllowedOrigins(ORIGIN);
          settings.accept(policy);
          fixture.routing.useBackend("b").setCrossOrigin("p");
          fixture.filter(IDENTITY);
          fixture.servlet("/*", holder -> {});
        });
  }

  private static void assertAllowed(int status, String head) {
    assertEquals(status, Peer.status(head));
    assertEquals(ORIGIN, Peer.field(head, "Access-Control-Allow-Origin"));
    assertEquals("Origin", Peer.field(head, "Vary"));
    assertEquals(1, head.split("(?i)\r\nvary:", -1).length - 1, head);
  }

  @Test
  void preflightsResponsesAndErrorsHaveTheFields() throws Exception {
    try (Fixture fixture = start(policy -> {});
        Peer client = fixture.client()) {
      client.send(
          "OPTIONS / HTTP/1.1\r\nHost: test\r\nOrigin: "
              + ORIGIN
              + "\r\nAccess-Control-Request-Method: POST\r\n\r\n");
      String head = client.head();
      assertAllowed(200, head);
      assertTrue(Peer.field(head, "Access-Control-Allow-Methods").contains("POST"));
      assertEquals("0", Peer.field(head, "Content-Length"));

      client.get("/", "Origin: " + ORIGIN);
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\n"
                + "Content-Length: 2\r\n\r\nok");
        head = client.head();
        assertAllowed(200, head);
        assertEquals("ok", client.text(head));
      }
      client.get("/", "Origin: " + ORIGIN);
      fixture.accept().close();
      assertAllowed(502, client.head());
    }
  }

  @Test
  void requestsThatThePolicyRefusesGet403ThroughTheFilter() throws Exception {
    try (Fixture fixture = start(policy -> policy.setDeliverNonAllowedOriginRequests(false));
        Peer client = fixture.client()) {
      String head = client.get("/", "Origin: https://evil.test").head();
      assertEquals(403, Peer.status(head));
      assertNull(Peer.field(head, "Access-Control-Allow-Origin"));
      assertTrue(client.text(head).contains("403"));
    }
  }
}
