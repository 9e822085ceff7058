package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notation of sizes. */
class SizesTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "100, 100", "64k, 65536", "16m, 16777216", "2g, 2147483648", "1536, 1536"})
  void bytesAndTheirMultiples(String text, long bytes) {
    assertEquals(bytes, Sizes.parse("x", text, 4L << 30));
    assertEquals(bytes, Sizes.parse("x", Sizes.text(bytes), 4L << 30));
  }

  @ParameterizedTest
  @CsvSource({"65536, 64k", "65537, 65537", "1048576, 1m", "1073741824, 1g", "1, 1"})
  void theShortestNotation(long bytes, String text) {
    assertEquals(text, Sizes.text(bytes));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"k", "1K", "1kb", "1 k", "-1", "1.5k", "0x10", "99999999999"})
  void whatIsNoSizeIsRefused(String text) {
    Exception refused =
        assertThrows(ConfigurationException.class, () -> Sizes.parse("here: x", text, 1 << 20));
    assertEquals(
        "here: x '"
            + (text == null ? "" : text)
            + "': not a size; write a whole number of bytes, or one such as 64k",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0k", "1025k", "9999999999g"})
  void whatIsOutOfBoundsIsRefused(String text) {
    Exception refused =
        assertThrows(ConfigurationException.class, () -> Sizes.parse("x", text, 1 << 20));
    assertEquals("x '" + text + "': must be from 1 to 1m", refused.getMessage());
  }
}
