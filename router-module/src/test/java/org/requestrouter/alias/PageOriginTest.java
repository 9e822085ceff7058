package org.requestrouter.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages are those of the site whose alias is asked. */
class PageOriginTest {
  private static final Set<String> HOSTS = Set.of("www.site.test", "app1.site.test");

  @ParameterizedTest(name = "{0} asks {1}, by TLS {2}")
  @CsvSource({
    "http://www.site.test, http://app1.site.test/, false, true",
    "http://www.site.test, http://app1.site.test:80/, false, true",
    "http://app1.site.test, http://app1.site.test/, false, true",
    "http://www.site.test:8080, http://app1.site.test:8080/, false, true",
    "http://www.site.test:8080, http://app1.site.test/, false, false",
    "http://www.site.test, http://app1.site.test:8080/, false, false",
    "https://www.site.test, https://app1.site.test/, true, true",
    "https://www.site.test, https://app1.site.test:443/, true, true",
    "https://www.site.test:8443, https://app1.site.test:8443/, true, true",
    "https://www.site.test, https://app1.site.test:8443/, true, false",
    // Where TLS ends before the router, it sees http.
    "https://www.site.test, http://app1.site.test/, false, true",
    // Anybody on its way may have written into a page without TLS.
    "http://www.site.test, https://app1.site.test/, true, false",
    "http://www.site.test:443, https://app1.site.test/, true, false",
    "https://www.site.test.evil.test, https://app1.site.test/, true, false",
    "https://evil.test, https://app1.site.test/, true, false",
    "https://www.site.test@evil.test, https://app1.site.test/, true, false",
    "https://www.site.test/x, https://app1.site.test/, true, false",
    "https://www.site.test:, https://app1.site.test/, true, false",
    "https://, https://app1.site.test/, true, false",
    "null, https://app1.site.test/, true, false",
    "'', https://app1.site.test/, true, false"
  })
  void aPageDiffersFromTheAliasByItsHostAlone(
      String origin, String uri, boolean secure, boolean sibling) {
    Request request = mock(Request.class);
    when(request.getHttpURI()).thenReturn(HttpURI.from(uri));
    when(request.isSecure()).thenReturn(secure);

    assertEquals(sibling, PageOrigin.isSibling(origin, request, HOSTS));
  }
}
