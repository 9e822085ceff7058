package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which origins a policy allows, as Jetty's handler matches the expressions. */
class OriginsTest {
  private static boolean allows(String allowed, String origin) {
    assertNull(Origins.fault(allowed));
    String expression = Origins.expressions(List.of(allowed)).get(0);
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE).matcher(origin).matches();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://app.example.com",
    "https://APP.example.com, https://app.example.com",
    "http://localhost:8080, http://localhost:8080",
    "http://[::1]:8080, http://[::1]:8080",
    "chrome-extension://abcdefgh, chrome-extension://abcdefgh",
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
    "https://*.example.com, https://app.example.com",
    "https://*.example.com, https://a.b-c.d_e.example.com",
    "https://*.example.com:8443, https://app.example.com:8443",
    "http://localhost:*, http://localhost",
    "http://localhost:*, http://localhost:5173",
    "http://*.localhost:*, http://a.localhost:1",
    "null, null",
  })
  void allowedOriginsMatch(String allowed, String origin) {
    assertTrue(allows(allowed, origin));
  }

  @ParameterizedTest
  @CsvSource({
    // The tricks with dots.
    "https://app.example.com, https://appxexample.com",
    "https://app.example.com, https://app.example.com.evil.org",
    "https://app.example.com, https://evil.org/https://app.example.com",
    "https://*.example.com, https://evilexample.com",
    "https://*.example.com, https://app.example.com.evil.org",
    "https://*.example.com, https://app.examplexcom",
    "https://*.example.com, https://.example.com",
    "https://*.example.com, https://a..example.com",
    "https://*.example.com, https://evil.org/.example.com",
    "https://*.example.com, https://evil.org?.example.com",
    "https://*.example.com, https://evil.org#.example.com",
    "https://*.example.com, https://user@app.example.com",
    "https://*.example.com, https://evil.org:80.example.com",
    // Another scheme, port or host is another origin.
    "https://*.example.com, https://example.com",
    "https://*.example.com, http://app.example.com",
    "https://*.example.com, https://app.example.com:8443",
    "https://app.example.com, https://app.example.com:443",
    "https://app.example.com, https://sub.app.example.com",
    "http://localhost:*, http://localhost:123456",
    "http://localhost:*, http://localhost:",
    "http://localhost:*, http://localhost:80.evil.org",
    "https://app.example.com, https://app.example.com/",
    "https://app.example.com, null",
    "https://*.example.com, null",
  })
  void otherOriginsDoNot(String allowed, String origin) {
    assertFalse(allows(allowed, origin));
  }

  @Test
  void everyOriginIsLeftToJetty() {
    assertNull(Origins.fault("*"));
    assertEquals(List.of("*"), Origins.expressions(List.of("*")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://user@app.example.com",
        "https://",
        "https:app.example.com",
        "//app.example.com",
        "https://b\u00FCcher.example",
        "https://app..example.com",
        "https://.example.com",
        "https://app.example.com:",
        "https://app.example.com:x",
        "NULL",
      })
  void whatNoBrowserSendsIsRefused(String text) {
    String fault = Origins.fault(text);
    assertTrue(fault.startsWith("an origin is a scheme and a host"), fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://*",
        "*.example.com",
        "https://*example.com",
        "https://app.*.com",
        "https://*.*.com",
        "https://example.*",
        "*://app.example.com",
        "https://[*]",
        "**"
      })
  void wildcardsElsewhereAreRefused(String text) {
    String fault = Origins.fault(text);
    assertTrue(fault.startsWith("'*' stands for the first labels"), fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.test:443", "HTTP://a.test:80", "ws://a.test:80"})
  void portsThatBrowsersLeaveOutAreRefused(String text) {
    assertEquals("browsers leave out the port that the scheme implies", Origins.fault(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.test:0", "http://a.test:080", "http://a.test:65536"})
  void portsThatDoNotExistAreRefused(String text) {
    assertEquals("no such port", Origins.fault(text));
  }
}
