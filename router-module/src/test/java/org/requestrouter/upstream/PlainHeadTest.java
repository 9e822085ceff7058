package org.requestrouter.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader of headers against Jetty's parser, which decides what is right. */
class PlainHeadTest {
  private static final String PLAIN =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc";

  private static ByteBuffer bytes(String response) {
    return ByteBuffer.wrap(response.getBytes(ISO_8859_1));
  }

  @Test
  void aPlainResponseIsRead() {
    ByteBuffer bytes = bytes(PLAIN);

    PlainResponse response = PlainHead.read(bytes);

    assertNotNull(response);
    assertEquals(200, response.status());
    assertTrue(response.isPersistent());
    response.parse(bytes);
    assertEquals("abc", ISO_8859_1.decode(response.content()).toString());
    assertTrue(response.isMessageComplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 100 Continue\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1  200 OK\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 2000 OK\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 O\tK\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: X-Own\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close, X-Own\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Empty:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Umlaut: \u00e4\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Control: a\u0001b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Space : a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Fold: a\r\n b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nNo colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nHost: a\r\n\r\n",
      })
  void whatIsPeculiarIsLeftToJettysParserUntouched(String response) {
    ByteBuffer bytes = bytes(response);

    // Twice, since what was seen before is recognised.
    assertNull(PlainHead.read(bytes), "first time");
    assertNull(PlainHead.read(bytes), "second time");
    assertEquals(0, bytes.position());
  }

  @Test
  void aHeaderThatComesByteByByteIsReadOnlyWhenItIsComplete() {
    for (int length = 0; length < PLAIN.length() - "abc".length(); length++) {
      assertNull(PlainHead.read(bytes(PLAIN.substring(0, length))), "after " + length);
    }
    assertNotNull(PlainHead.read(bytes(PLAIN.substring(0, PLAIN.length() - "abc".length()))));
  }

  @Test
  void anEarlyEndIsAFailure() {
    ByteBuffer bytes = bytes(PLAIN.substring(0, PLAIN.length() - 1));
    PlainResponse response = PlainHead.read(bytes);
    response.parse(bytes);

    response.end();

    assertNotNull(response.failure());
  }

  @Test
  void randomHeadersAreReadAsJettysParserReadsThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int plain = 0;
    for (int i = 0; i < 50_000; i++) {
      String response = random(random);
      ByteBuffer bytes = bytes(response);
      PlainResponse quick = PlainHead.read(bytes);
      if (quick != null) {
        plain++;
        assertEquals(byJetty(response), described(quick, bytes), "seed " + seed + ": " + response);
      }
    }
    assertTrue(plain > 10_000, "only " + plain + " were plain");
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder("HTTP/1.1 ");
    text.append(pick(random, STATUSES)).append("\r\n");
    int length = random.nextInt(4);
    int lines = random.nextInt(6);
    int lengthAt = random.nextInt(lines + 1);
    for (int i = 0; i <= lines; i++) {
      if (i == lengthAt) {
        text.append(pick(random, LENGTHS)).append(length);
      } else {
        text.append(pick(random, NAMES)).append(pick(random, COLONS)).append(pick(random, VALUES));
      }
      text.append(random.nextInt(200) == 0 ? "\n" : "\r\n");
    }
    return text.append("\r\n").append("abc", 0, length).toString();
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static final List<String> STATUSES =
      List.of("200 OK", "200 ", "200", "404 Not Found", "500 A (b) [c]!", "599 x", "204 No", "302");
  private static final List<String> LENGTHS =
      List.of("Content-Length: ", "content-length:", "CONTENT-LENGTH: \t", "Content-Length:  00");
  private static final List<String> COLONS = List.of(":", ": ", ":\t", ":  ", ": ", " :");
  private static final List<String> NAMES =
      List.of(
          "Date",
          "Server",
          "server",
          "X-Powered-By",
          "Content-Type",
          "content-type",
          "ETag",
          "X-A",
          "x_b!",
          "Set-Cookie",
          "Connection",
          "Keep-Alive",
          "Upgrade",
          "Trailer",
          "Vary",
          "Via",
          "Location",
          "Cache-Control",
          "Proxy-Connection",
          "TE",
          "Content-Encoding",
          "X(a)");
  private static final List<String> VALUES =
      List.of(
          "a",
          "A b",
          "a\tb",
          "text/html;charset=utf-8",
          "TEXT/HTML",
          "close",
          "Keep-Alive",
          "a ",
          "a \t ",
          "\"q\\\"\"",
          "W/\"1\"",
          "",
          "a,b",
          "gzip",
          "Sun, 22 Nov 2026 00:00:00 GMT",
          "\u00e4",
          "a\u007f",
          "x=1; Path=/; HttpOnly",
          "chunked",
          "bytes",
          "no-cache",
          "7");

  /** What the client gets of a response, and whether the connection is kept. */
  private static String described(ResponseReader response, ByteBuffer bytes) {
    HttpFields.Mutable fields = HttpFields.build();
    response.copyFields(fields);
    int status = response.status();
    boolean persistent = response.isPersistent();
    StringBuilder content = new StringBuilder();
    do {
      response.parse(bytes);
      assertNull(response.failure());
      if (response.content() != null) {
        content.append(ISO_8859_1.decode(response.content()));
      }
    } while (!response.isMessageComplete());
    return status + " " + persistent + "\n" + lines(fields) + content;
  }

  /** The fields by lower-case names: Jetty's parser spells some names as it is used to. */
  private static String lines(HttpFields fields) {
    StringBuilder lines = new StringBuilder();
    fields.forEach(f -> lines.append(f.getLowerCaseName() + ": " + f.getValue() + "\n"));
    return lines.toString();
  }

  private static String byJetty(String response) {
    ByteBuffer bytes = bytes(response);
    ResponseParser parser = ResponseParser.acquire(false);
    while (!parser.isHeaderComplete()) {
      parser.parse(bytes);
      assertNull(parser.failure());
    }
    HttpFields.Mutable fields = HttpFields.build();
    parser.copyFields(fields);
    StringBuilder content = new StringBuilder();
    while (true) {
      if (parser.content() != null) {
        content.append(ISO_8859_1.decode(parser.content()));
      }
      if (parser.isMessageComplete()) {
        break;
      }
      parser.parse(bytes);
      assertNull(parser.failure());
    }
    String described =
        parser.status() + " " + parser.isPersistent() + "\n" + lines(fields) + content;
    parser.release();
    return described;
  }
}
