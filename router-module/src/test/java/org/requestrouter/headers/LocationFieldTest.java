package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationFieldTest {
  private static final Site SERVER = Site.of(URI.create("http://127.0.0.1:8081"));
  private static final Site CLIENT = new Site("https", "www.example.com");
  private static final PathPrefix PREFIX = new PathPrefix("/api", "/v2");

  private static final LocationField FIELD =
      new LocationField(PREFIX, SERVER, "backend.internal", CLIENT);

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8081/v2/a?b=/v2#c, https://www.example.com/api/a?b=/v2#c",
    "http://backend.internal/v2, https://www.example.com/api",
    "http://Backend.Internal:80/v2/, https://www.example.com/api/",
    "HTTP://backend.internal/v2/a, https://www.example.com/api/a",
    "https://backend.internal/v2/a, https://www.example.com/api/a",
    "http://backend.internal/other, https://www.example.com/other",
    "http://backend.internal, https://www.example.com/",
    "http://backend.internal?a, https://www.example.com/?a",
    "//backend.internal/v2/a, //www.example.com/api/a",
    "/v2/a, /api/a",
    "/v2?a#b, /api?a#b",
  })
  void whatTheServerCallsItsOwnIsTurnedBack(String value, String restored) {
    assertEquals(restored, FIELD.restore(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://elsewhere.example/v2/a",
        "http://backend.internal:8080/v2/a",
        "http://backend.internal.evil.example/v2/a",
        "http://user@backend.internal/v2/a",
        "http://127.0.0.1/v2",
        "//elsewhere.example/v2",
        "ftp://backend.internal/v2",
        "mailto:a@backend.internal",
        "/v22/a",
        "/other",
        "v2/a",
        "../v2",
        "?/v2",
        "#/v2",
        ""
      })
  void allElseIsLeftAlone(String value) {
    assertEquals(value, FIELD.restore(value));
  }

  @Test
  void aSchemeThatNeitherSideSpeaksIsAnotherSite() {
    LocationField plain =
        new LocationField(null, SERVER, "a.example", new Site("http", "a.example"));
    assertEquals("https://a.example/x", plain.restore("https://a.example/x"));
    assertEquals("http://a.example/x", plain.restore("http://a.example/x"));
  }

  @Test
  void withoutAPrefixOnlyTheSiteIsTurnedBack() {
    LocationField site = new LocationField(null, SERVER, "backend.internal", CLIENT);
    assertEquals("https://www.example.com/v2", site.restore("http://127.0.0.1:8081/v2"));
    assertEquals("/v2", site.restore("/v2"));
  }

  @Test
  void anUnknownSiteOfTheClientLeavesUrlsAlone() {
    LocationField unknown = new LocationField(PREFIX, SERVER, null, new Site("http", null));
    String url = "http://127.0.0.1:8081/v2";
    assertSame(url, unknown.restore(url));
    assertEquals("/api", unknown.restore("/v2"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://HOST:80, http, HOST, host",
    "https://host:443, https, host, host",
    "https://host:80, https, host:80, host:80",
    "h2c://host:8080, http, host:8080, host:8080",
    "http://[::1]:80, http, [::1], [::1]",
    "http://host, http, host, host",
  })
  void aServersNameHasAPortUnlessItIsImplied(
      String uri, String scheme, String same, String authority) {
    Site name = Site.of(URI.create(uri));
    assertEquals(scheme, name.scheme());
    assertEquals(authority, name.authority());
    assertEquals(true, Site.same(scheme, same, name.authority()));
  }
}
