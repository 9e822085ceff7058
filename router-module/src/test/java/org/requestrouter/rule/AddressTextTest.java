package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as they come in fields. */
class AddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "192.0.2.7:4711, 192.0.2.7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "[2001:db8::7], 2001:db8:0:0:0:0:0:7",
    "[2001:db8::7]:4711, 2001:db8:0:0:0:0:0:7",
    "::ffff:192.0.2.7, 192.0.2.7",
  })
  void addressIsRead(String text, String address) {
    assertEquals(address, AddressText.parse(text).getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "localhost",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.7x",
        "[::1",
        "2001:db8::7%eth0",
        ":",
        "1:2:3",
        "a.example"
      })
  void whatIsNoAddressIsNull(String text) {
    assertNull(AddressText.parse(text));
  }
}
