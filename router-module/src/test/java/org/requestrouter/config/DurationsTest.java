package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "30s, 30000",
    "5m, 300000",
    "1h, 3600000",
    "1d, 86400000",
    "24d, 2073600000",
    "1500, 1500",
    "2000us, 2",
    "0005s, 5000",
    "2147483647, 2147483647",
    "000000000000000000000000000001s, 1000",
  })
  void everyUnitIsRead(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Durations.parse("serverTimeout", text));
  }

  @ParameterizedTest
  @CsvSource({"1us, 1", "999us, 1", "1001us, 2"})
  void aFractionOfAMillisecondIsRoundedUpSoThatNothingBecomesZero(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Durations.parse("serverTimeout", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|must not be zero",
        "0s|must not be zero",
        "0us|must not be zero",
        "-1|must not be negative",
        "-30s|must not be negative",
        "2147483648|too long",
        "25d|too long",
        "9999999999999999999999s|too long",
        "153722867280912931m|too long",
        "30x|unknown unit 'x'",
        "30S|unknown unit 'S'",
        "1 s|unknown unit ' s'",
        "1.5s|unknown unit '.5s'",
        "1s500ms|unknown unit 's500ms'",
        "s|not a duration",
        "+5s|not a duration",
        "soon|not a duration",
        "٣s|not a duration",
      })
  void whatIsNoDurationIsRefusedNamingOptionAndText(String text, String reason) {
    String message = refusal(text);
    assertTrue(message.startsWith("serverTimeout '" + text + "': "), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void nothingIsNoDuration() {
    String message = "serverTimeout '': a duration such as 500ms, 30s or 5m is required";
    assertEquals(message, refusal(""));
    assertEquals(message, refusal(null));
  }

  private static String refusal(String text) {
    return assertThrows(ConfigurationException.class, () -> Durations.parse("serverTimeout", text))
        .getMessage();
  }
}
