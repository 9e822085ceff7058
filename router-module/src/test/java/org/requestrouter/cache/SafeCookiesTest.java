package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cookies are left of a request. */
class SafeCookiesTest {
  private final SafeCookies safe = new SafeCookies(List.of("theme", "_ga*"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      quoteCharacter = '`',
      value = {
        "theme=dark, none",
        "_ga=1; _gat=2;theme=x, none",
        "_ga=1; user=2; theme=x; id=3, user=2; id=3",
        "themes=1, themes=1",
        "Theme=1, Theme=1",
        "theme, theme",
        "=theme, =theme",
        "$Version=1; theme=dark, $Version=1",
        "`theme=a, user=1`, `theme=a, user=1`",
        "`theme=\"a; user=1\"`, `theme=\"a; user=1\"`",
        "; ;, none"
      })
  void othersAreLeft(String cookies, String left) {
    assertEquals(left, safe.others(Given.fields("Cookie:" + cookies)));
  }

  @Test
  void severalFieldsAreOne() {
    assertEquals("a=1; b=2", safe.others(Given.fields("Cookie:a=1; theme=x", "Cookie:b=2")));
  }

  @Test
  void aStarAloneIsForAll() {
    assertEquals(null, new SafeCookies(List.of("*")).others(Given.fields("Cookie:a=1; b=2")));
  }
}
