package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiePathTest {
  private static final PathPrefix STRIPPED = new PathPrefix("/api", "");
  private static final PathPrefix REPLACED = new PathPrefix("/api", "/v2");
  private static final PathPrefix ADDED = new PathPrefix("", "/v2");

  @ParameterizedTest
  @CsvSource({
    "a=1; Path=/, a=1; Path=/api",
    "a=1; Path=/x; HttpOnly, a=1; Path=/api/x; HttpOnly",
    "a=1;path=/x/;Secure, a=1;path=/api/x/;Secure",
    "a=1; Domain=example.com; PATH = /x; SameSite=Lax, "
        + "a=1; Domain=example.com; PATH =/api/x; SameSite=Lax",
    "a=/x, a=/x",
    "a=1; HttpOnly, a=1; HttpOnly",
    "a=1; Path, a=1; Path",
    "a=1; Path=, a=1; Path=",
    "Path=/x; Path=/y, Path=/x; Path=/api/y",
    "a=1; Xpath=/x;, a=1; Xpath=/x;",
  })
  void aStrippedPrefixComesBack(String cookie, String restored) {
    assertEquals(restored, CookiePath.restore(cookie, STRIPPED));
  }

  @ParameterizedTest
  @CsvSource({
    "a=1; Path=/v2, a=1; Path=/api",
    "a=1; Path=/v2/x, a=1; Path=/api/x",
    "a=1; Path=/, a=1; Path=/",
    "a=1; Path=/v22, a=1; Path=/v22",
  })
  void aReplacedPrefixComesBack(String cookie, String restored) {
    assertEquals(restored, CookiePath.restore(cookie, REPLACED));
  }

  @ParameterizedTest
  @CsvSource({
    "a=1; Path=/v2, a=1; Path=/",
    "a=1; Path=/v2/x, a=1; Path=/x",
    "a=1; Path=/, a=1; Path=/"
  })
  void anAddedPrefixIsTakenAway(String cookie, String restored) {
    assertEquals(restored, CookiePath.restore(cookie, ADDED));
  }
}
