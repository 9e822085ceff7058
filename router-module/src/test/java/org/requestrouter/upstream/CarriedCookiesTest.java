package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

/** Cookies are no business of the HTTP client's, which would keep them itself. */
class CarriedCookiesTest extends CarrierTest {

  /** Nor is the URI of their request, which it would make up for that purpose, and fail. */
  @Test
  void cookiesOfTheServerAreRelayedWithoutAWord() throws Exception {
    start(
        (request, response, callback) -> {
          response.getHeaders().add(HttpHeader.SET_COOKIE, "a=1; Path=/");
          Content.Sink.write(response, true, "ok", callback);
        });

    try (CapturedLog log = new CapturedLog()) {
      Client.Head head = connect().request("GET /").head();

      assertEquals("a=1; Path=/", head.field("Set-Cookie"));
      assertFalse(log.text().contains("WARN"), log::text);
    }
  }
}
