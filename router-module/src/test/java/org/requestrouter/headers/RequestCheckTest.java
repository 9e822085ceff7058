package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to no server, although Jetty lets it pass. */
class RequestCheckTest {
  private static Objection check(String head) {
    return RequestCheck.check(FuzzedRequest.parse(head).toRequest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"h.0d%0", "h%41", "h$"})
  void aHostOfTheTargetThatNoHostFieldCouldHaveIsRefused(String host) {
    assertEquals(Objection.HOST_CHARACTERS, check("GET http://" + host + " HTTP/1.0\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"h", "h.example:81", "127.0.0.1", "[::1]:81", "a-b_c~d"})
  void anotherHostOfTheTargetIsNot(String host) {
    assertNull(check("GET http://" + host + " HTTP/1.0\r\n\r\n"));
  }
}
