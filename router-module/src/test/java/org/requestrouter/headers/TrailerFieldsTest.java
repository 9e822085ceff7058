package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerFieldsTest {
  private static HttpFields.Mutable sum() {
    return HttpFields.build().add("X-Sum", "7");
  }

  @Test
  void harmlessTrailersStayAsTheyAre() {
    HttpFields trailers = sum().add("Server-Timing", "a");
    assertSame(trailers, TrailerFields.forwarded(trailers));
    assertNull(TrailerFields.forwarded(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "Transfer-Encoding",
        "Host",
        "Connection",
        "Authorization",
        "Set-Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Anything",
        "Forwarded",
        "Content_Length",
        "X_Forwarded_For"
      })
  void otherTrailersAreDropped(String name) {
    HttpFields trailers = sum().add(name, "1");
    assertEquals(sum().asString(), TrailerFields.forwarded(trailers).asString());
  }
}
