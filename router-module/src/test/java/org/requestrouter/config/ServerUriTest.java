package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUriTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8081, http://127.0.0.1:8081",
    "http://127.0.0.1, http://127.0.0.1:80",
    "http://app.example.com/, http://app.example.com:80",
    "https://app.example.com, https://app.example.com:443",
    "h2c://localhost, h2c://localhost:80",
    "HTTP://App.Example.COM:8080, http://app.example.com:8080",
    "http://[::1]:8081, http://[::1]:8081",
    "http://[2001:db8::1], http://[2001:db8::1]:80",
    "http://localhost:, http://localhost:80",
    "http://localhost:65535, http://localhost:65535",
  })
  void anAddressIsBroughtIntoOneForm(String text, String expected) {
    URI uri = ServerUri.parse("server 's'", text);
    assertEquals(expected, uri.toString());
    assertEquals("", uri.getPath());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:8081|Illegal character in scheme name",
        "localhost|must begin with http://, https://, h2c:// or unix:/",
        "localhost:8081|must begin with http://, https://, h2c:// or unix:/",
        "http:localhost|must begin with http://, https://, h2c:// or unix:/",
        "http:/localhost|must begin with http://, https://, h2c:// or unix:/",
        "//localhost:8081|must begin with http://, https://, h2c:// or unix:/",
        "ftp://localhost|unknown scheme 'ftp'; use http, https, h2c or unix",
        "unix@/run/app.sock|must begin with http://, https://, h2c:// or unix:/",
        "unix:run/app.sock|must be unix: and an absolute path, as unix:/run/app.sock",
        "unix://run/app.sock|must be unix: and an absolute path, as unix:/run/app.sock",
        "unix:/run/app.sock?a=b|a query or a fragment is not allowed",
        "unix:/run/app.sock#top|a query or a fragment is not allowed",
        "unix:/run/%00|Nul character not allowed",
        "http://user@localhost|user information is not allowed",
        "http://user:secret@localhost|user information is not allowed",
        "http://localhost:0|the port must be from 1 to 65535",
        "http://localhost:65536|the port must be from 1 to 65535",
        "http://localhost/app|a path is not allowed",
        "http://localhost//|a path is not allowed",
        "http://localhost?a=b|a query is not allowed",
        "http://localhost/?|a query is not allowed",
        "http://localhost#top|a fragment is not allowed",
        "http://|Expected authority",
        "http://a b|Illegal character in authority",
        "http://[::1|Expected closing bracket for IPv6 address",
        "http://local_host"
            + "|the host is missing or not a valid host name, or the port is not a number",
        "http://localhost:80a"
            + "|the host is missing or not a valid host name, or the port is not a number",
        "http:///" + "|the host is missing or not a valid host name, or the port is not a number",
        "http://:8081"
            + "|the host is missing or not a valid host name, or the port is not a number",
      })
  void whatIsMoreOrLessThanAnAddressIsRefusedNamingServerTextAndReason(String text, String reason) {
    assertEquals("server 's': URI '" + text + "': " + reason, refusal(text));
  }

  @ParameterizedTest
  @CsvSource({
    "unix:/run/app.sock, unix:/run/app.sock",
    "UNIX:///run/app.sock, unix:/run/app.sock",
    "unix:/run//x/../app.sock, unix:/run/app.sock",
    "unix:/run/my%20app.sock, unix:/run/my%20app.sock",
  })
  void aSocketIsBroughtIntoOneForm(String text, String expected) {
    assertEquals(expected, ServerUri.parse("server 's'", text).toString());
  }

  @Test
  void thePathOfASocketHasALimit() {
    String longest = "unix:/" + "a".repeat(105);
    assertEquals(longest, ServerUri.parse("server 's'", longest).toString());
    String tooLong = longest + "b";
    assertEquals(
        "server 's': URI '"
            + tooLong
            + "': the path has 107 bytes, and must not have more than 106",
        refusal(tooLong));
  }

  @Test
  void nothingIsNoAddress() {
    String message = "server 's': URI '': a URI such as http://127.0.0.1:8081 is required";
    assertEquals(message, refusal(""));
    assertEquals(message, refusal(null));
  }

  private static String refusal(String text) {
    return assertThrows(ConfigurationException.class, () -> ServerUri.parse("server 's'", text))
        .getMessage();
  }
}
