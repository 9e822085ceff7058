package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which conditional requests are answered with 304, and how. */
class NotModifiedTest {
  private final Request first = Given.get("http://h/");
  private final ShareKey key = ShareKey.of(first, Given.caching(), Given.SCOPE);

  private boolean applies(String request, String... response) {
    return NotModified.applies(Given.fields(request), Given.stored(key, first, Given.ok(response)));
  }

  /** RFC 9110, 13.1.2 and 8.8.3.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\" | \"a\" | true",
        "W/\"a\" | \"a\" | true",
        "\"a\" | W/\"a\" | true",
        "W/\"a\" | W/\"a\" | true",
        "\"b\" | \"a\" | false",
        "\"A\" | \"a\" | false",
        "\"b\", \"a\" | \"a\" | true",
        "\"b\" ,W/\"a\",\"c\" | \"a\" | true",
        "\"b,a\" | \"a\" | false",
        "\"b,a\" | \"b,a\" | true",
        "\"b\\\", \"a\" | \"a\" | true",
        "\"%5C\" | \"\\\" | false",
        "* | \"a\" | true",
        "\"a\", * | \"b\" | false",
        "a | \"a\" | false",
        "a | a | true",
        "`` | \"a\" | false"
      })
  void tagsAreComparedWeakly(String tags, String tag, boolean same) {
    assertEquals(same, applies("If-None-Match:" + tags, "ETag:" + tag));
  }

  @Test
  void aStarIsForWhatHasNoTagToo() {
    assertEquals(true, applies("If-None-Match:*"));
    assertFalse(applies("If-None-Match:\"a\""));
  }

  /** RFC 9110, 13.1.3; RFC 9111, 4.3.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | true",
        "Sun, 06 Nov 1994 08:49:38 GMT | true",
        "Sunday, 06-Nov-94 08:49:37 GMT | true",
        "Sun Nov  6 08:49:37 1994 | true",
        "Sun, 06 Nov 1994 08:49:36 GMT | false",
        "Sun, 06 Nov 1994 08:49:37 UTC | false",
        "Sun, 06 Nov 94 08:49:37 GMT | false",
        "Sun 06 Nov 1994 08:49:37 GMT | false",
        "Sun, 06 Nov 1994 8:49:37 GMT | false",
        "Sun, 06  Nov  1994 08:49:37 GMT | false",
        "Sun, 06-Nov-1994 08:49:37 GMT | false",
        "Sun, 31 Feb 2094 08:49:37 GMT | false",
        "0 | false",
        "9999999999 | false"
      })
  void datesAreCompared(String since, boolean notModified) {
    assertEquals(
        notModified,
        applies("If-Modified-Since:" + since, "Last-Modified:Sun, 06 Nov 1994 08:49:37 GMT"));
    assertEquals(
        notModified, applies("If-Modified-Since:" + since, "Date:Sun, 06 Nov 1994 08:49:37 GMT"));
  }

  @Test
  void tagsComeBeforeDates() {
    HttpFields request =
        Given.fields("If-None-Match:\"b\"", "If-Modified-Since:Sun, 06 Nov 2094 08:49:37 GMT");
    FetchedHeader header = Given.ok("ETag:\"a\"", "Last-Modified:Sun, 06 Nov 1994 08:49:37 GMT");

    assertFalse(NotModified.applies(request, Given.stored(key, first, header)));
  }

  @Test
  void onlyA200IsNotModified() {
    FetchedHeader header = Given.response(0, 404, "ETag:\"a\"");

    assertFalse(
        NotModified.applies(Given.fields("If-None-Match:\"a\""), Given.stored(key, first, header)));
  }

  /** RFC 9110, 15.4.5. */
  @Test
  void theAnswerHasAllFieldsButThoseAboutTheContent() {
    FetchedHeader header =
        Given.ok(
            "Date:Sun, 06 Nov 1994 08:49:37 GMT",
            "Content-Type:text/plain",
            "Content-Encoding:gzip",
            "Content-Location:/x",
            "ETag:\"a\"",
            "Last-Modified:Sun, 06 Nov 1994 08:49:37 GMT",
            "Cache-Control:max-age=5",
            "Vary:Accept-Encoding",
            "Access-Control-Allow-Origin:*");

    HttpFields fields = NotModified.fields(Given.stored(key, first, header));

    assertEquals(
        "Date Content-Location ETag Cache-Control Vary Access-Control-Allow-Origin",
        String.join(" ", fields.getFieldNamesCollection()));
  }

  @Test
  void theDateOfTheModificationStandsInForATag() {
    FetchedHeader header = Given.ok("Last-Modified:Sun, 06 Nov 1994 08:49:37 GMT");

    assertEquals(
        "Sun, 06 Nov 1994 08:49:37 GMT",
        NotModified.fields(Given.stored(key, first, header)).get("Last-Modified"));
  }
}
