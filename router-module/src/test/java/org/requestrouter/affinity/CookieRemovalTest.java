package org.requestrouter.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a Cookie field without one of its cookies. */
class CookieRemovalTest {

  private static String removed(String text) {
    return CookieRemoval.remove(text, "SRV");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SRV=s1; a=1 | a=1",
        "a=1; SRV=s1 | a=1",
        "a=1; SRV=s1; b=2 | a=1; b=2",
        "a=1; SRV=s1; SRV=s2; b=2 | a=1; b=2",
        "a=1;SRV=s1;b=2 | a=1; b=2",
        "a=1, SRV=s1; b=2 | a=1; b=2",
        "a=1; SRV=\"x;y\"; b=2 | a=1; b=2",
        "a=1; SRV=s1; $Path=/; b=2 | a=1; b=2",
        "$Version=1; SRV=s1; $Path=/; a=1; $Path=/b | $Version=1; a=1; $Path=/b",
        "a=1; SRV=; b=2 | a=1; b=2",
        "d; SRV=s1 | d"
      })
  void theOthersAreLeft(String text, String left) {
    assertEquals(left, removed(text));
  }

  @Test
  void theOthersAreLeftByteForByte() {
    assertEquals(
        "a =1;b=\"SRV=x\"  ;\tc=\u00e4", removed("a =1;b=\"SRV=x\"  ;\tc=\u00e4 ; SRV=s1"));
  }

  /** HAProxy does the same: what is written with a dollar sign is nothing without a cookie. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$Version=1; SRV=s1",
        "SRV=s1; $Path=/",
        "$Version=1; SRV=s1; $Path=/; $Domain=a",
        "$=1; SRV=s1; $Pathe"
      })
  void attributesAloneAreNotLeft(String text) {
    assertNull(removed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SRV=s1", "SRV=s1; SRV=s2", "SRV=", " SRV = s1 "})
  void nothingIsLeftOfItAlone(String text) {
    assertNull(removed(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1",
        "",
        "SRV",
        "srv=s1",
        "SRVX=s1; XSRV=2",
        "a=SRV=s1",
        "$SRV=1",
        "a=\"; SRV=1\""
      })
  void aFieldWithoutItIsTheSame(String text) {
    assertSame(text, removed(text));
  }
}
