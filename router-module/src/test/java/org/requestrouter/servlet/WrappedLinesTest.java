package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests in which filters put what ends a line, as by decoding something. */
@Timeout(60)
class WrappedLinesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Filter with(String query, String name, String value) {
    return (request, response, chain) ->
        chain.doFilter(new Changed((HttpServletRequest) request, query, name, value), response);
  }

  private static final class Changed extends HttpServletRequestWrapper {
    private final String query;
    private final String name;
    private final String value;

    Changed(HttpServletRequest request, String query, String name, String value) {
      super(request);
      this.query = query;
      this.name = name;
      this.value = value;
    }

    @Override
    public String getQueryString() {
      return query;
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(List.of("Host", name));
    }

    @Override
    public Enumeration<String> getHeaders(String asked) {
      return asked.equals(name) ? Collections.enumeration(List.of(value)) : super.getHeaders(asked);
    }
  }

  @Test
  void lineEndsInAQueryAreRefused() throws Exception {
    Filter filter = with("a HTTP/1.1\r\nX-Forged: 1", "X-Name", "v");
    assertEquals(400, status(filter));
  }

  @Test
  void lineEndsInANameAreTheFiltersFault() throws Exception {
    assertEquals(500, status(with("q", "X-Name: 1\r\nX-Forged", "v")));
  }

  private static int status(Filter filter) throws Exception {
    try (Fixture fixture = Fixture.start(filter);
        Peer client = fixture.client()) {
      client.get("/");
      return Integer.parseInt(client.head().substring(9, 12));
    }
  }

  @Test
  void lineEndsInAValueBecomeBlanks() throws Exception {
    Filter filter = with("q", "X-Name", "a\r\nX-Forged: 1\u010aX-Forged: 2\0\u00e4");
    try (Fixture fixture = Fixture.start(filter);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertTrue(head.contains("X-Name: a  X-Forged: 1?X-Forged: 2 \u00e4\r\n"), head);
        assertFalse(head.contains("\nX-Forged"), head);
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }
}
