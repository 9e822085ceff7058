package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

/** A policy has the last word whatever the server speaks. */
class CarriedCrossOriginTest extends CarrierTest {

  @Test
  void theServersOwnFieldsGiveWay() throws Exception {
    config.crossOrigin("p").setAllowedOrigins("https://app.test");
    backend();
    config.useBackend("b").setCrossOrigin("p");
    start(
        (request, response, callback) -> {
          response.getHeaders().add(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
          response.getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
          Content.Sink.write(response, true, "ok", callback);
        });

    for (String origin : List.of("https://app.test", "https://evil.test")) {
      Client.Head head = connect().request("GET /", "Origin: " + origin).head();

      String allowed = head.field("Access-Control-Allow-Origin");
      if (origin.contains("app")) {
        assertEquals(origin, allowed);
      } else {
        assertNull(allowed);
      }
      assertEquals("Origin, Accept-Encoding", head.field("Vary"));
    }
  }
}
