package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and statuses that choose what is tried again. */
class RetryOnTest {

  private static String read(String text) {
    return RetryOn.parse("backend 'b'", text).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "none, none",
    "conn-failure, conn-failure",
    "'503 conn-failure,500', conn-failure 500 503",
    "' empty-response  junk-response response-timeout', empty-response junk-response"
        + " response-timeout",
    "all-retryable-errors, conn-failure empty-response junk-response response-timeout 500 502 503"
        + " 504",
    "'401 403 404 408 421 425 429 501', 401 403 404 408 421 425 429 501"
  })
  void wordsAndStatusesAreRead(String text, String read) {
    assertEquals(read, read(text));
  }

  @Test
  void defaultIsHAProxys() {
    assertEquals("conn-failure", RetryOn.DEFAULT.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0rtt-rejected", "200", "5xx", "none 503", "503;504"})
  void anythingElseIsRefusedByName(String text) {
    String message = assertThrows(ConfigurationException.class, () -> read(text)).getMessage();
    assertTrue(message.startsWith("backend 'b': retryOn '"), message);
    assertTrue(message.contains("all-retryable-errors, conn-failure"), message);
  }
}
