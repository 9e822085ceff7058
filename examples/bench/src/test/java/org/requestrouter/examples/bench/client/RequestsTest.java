package org.requestrouter.examples.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static String text(ByteBuffer request) {
    return StandardCharsets.US_ASCII.decode(request.duplicate()).toString();
  }

  @Test
  void requestsOfOneTargetAreAllTheSame() {
    Requests requests = new Requests(Plan.of("open", 1, "/poll", 1, 1));
    assertEquals("GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", text(requests.next()));
    assertEquals("GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", text(requests.next()));
  }

  @Test
  void eachRequestHasTheNextNumber() {
    Requests requests = new Requests(Plan.of("open", 1, "/poll?a=b&_=", 1, 1));
    long first = number(text(requests.next()));
    assertEquals(first + 1, number(text(requests.next())));
    assertEquals(first + 2, number(text(requests.next())));
  }

  private static long number(String request) {
    String begin = "GET /poll?a=b&_=";
    String rest = " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    assertTrue(request.startsWith(begin) && request.endsWith(rest), request);
    return Long.parseLong(request.substring(begin.length(), request.length() - rest.length()));
  }
}
