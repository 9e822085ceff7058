package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests whose content, header or target comes from a filter's wrapper. */
@Timeout(60)
class WrappedRequestTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Filter wrapping(WrapperFactory factory) {
    return (request, response, chain) ->
        chain.doFilter(factory.wrap((HttpServletRequest) request), response);
  }

  private interface WrapperFactory {
    HttpServletRequest wrap(HttpServletRequest request);
  }

  @Test
  void wrapperWithoutChangesLeavesRequestsAsTheyAre() throws Exception {
    try (Fixture fixture = Fixture.start(wrapping(HttpServletRequestWrapper::new));
        Peer client = fixture.client()) {
      client.get("/a/b%20c;d=e?f=g%26h", "X-One: 1", "X-Two: 2");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertTrue(head.startsWith("GET /a/b%20c;d=e?f=g%26h HTTP/1.1\r\n"), head);
        assertEquals("client.test", Peer.field(head, "Host"));
        assertEquals("1", Peer.field(head, "X-One"));
        assertNull(Peer.field(head, "Transfer-Encoding"));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));

        client.post("/", "hello", "Content-Type: text/x");
        head = upstream.head();
        assertEquals("5", Peer.field(head, "Content-Length"));
        assertEquals("hello", upstream.text(head));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  @Test
  void methodTargetAndFieldsAreTheWrappers() throws Exception {
    Filter filter = wrapping(Changed::new);
    try (Fixture fixture = Fixture.start(filter);
        Peer client = fixture.client()) {
      client.get("/asked?x=y");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertTrue(head.startsWith("OPTIONS /other?z HTTP/1.1\r\n"), head);
        assertEquals("added", Peer.field(head, "X-Added"));
        assertNull(Peer.field(head, "X-Asked"));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  private static final class Changed extends HttpServletRequestWrapper {
    Changed(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return "OPTIONS";
    }

    @Override
    public String getRequestURI() {
      return "/other";
    }

    @Override
    public String getQueryString() {
      return "z";
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(List.of("Host", "X-Added"));
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equals("X-Added")
          ? Collections.enumeration(List.of("added"))
          : super.getHeaders(name);
    }
  }

  @Test
  void contentThatTheFilterChangesArrivesChanged() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0));
        Peer client = fixture.client()) {
      client.post("/", "hello");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertEquals("5", Peer.field(head, "Content-Length"));
        assertEquals("HELLO", upstream.text(head));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  @Test
  void chunkOfTheFilteredContentArrivesBeforeTheNextIsSent() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0));
        Peer client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      try (Peer upstream = fixture.accept()) {
        InputStream content = upstream.content(upstream.head());
        for (char c = 'a'; c < 'k'; c++) {
          client.chunk(String.valueOf(c));
          assertEquals(Character.toUpperCase(c), content.read());
        }
        client.send("0\r\n\r\n");
        assertEquals(-1, content.read());
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  @Test
  void compressedContentArrivesPlain() throws Exception {
    String text = "abcdefghij".repeat(50_000);
    byte[] compressed = deflate(text);
    try (Fixture fixture = Fixture.start(new DecodingFilter());
        Peer client = fixture.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + compressed.length + "\r\n\r\n");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertNull(Peer.field(head, "Content-Length"), "not the length of the plain content");
        client.send(compressed);
        assertEquals(text, upstream.text(head));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  private static byte[] deflate(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      deflater.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return compressed.toByteArray();
  }

  @Test
  void contentThatTheFilterCannotDecodeGives400() throws Exception {
    try (Fixture fixture = Fixture.start(new DecodingFilter());
        Peer client = fixture.client()) {
      client.post("/", "this is not compressed");

      assertEquals(400, Peer.status(client.head()));
    }
  }

  @Test
  void moreContentThanPromisedIsNotSent() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(3));
        Peer client = fixture.client()) {
      client.post("/", "hello");

      assertEquals(400, Peer.status(client.head()));
    }
  }

  @Test
  void lessContentThanPromisedEndsTheServersConnection() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(-2));
        Peer client = fixture.client()) {
      client.post("/", "hello");
      try (Peer upstream = fixture.accept()) {
        InputStream content = upstream.content(upstream.head());
        assertThrows(EOFException.class, content::readAllBytes);
      }
      assertEquals(400, Peer.status(client.head()));
    }
  }

  @Test
  void contentWaitsForTheServersContinue() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0));
        Peer client = fixture.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        upstream.send("HTTP/1.1 100 Continue\r\n\r\n");
        assertEquals(100, Peer.status(client.head()));
        client.send("hello");
        assertEquals("HELLO", upstream.text(head));
        upstream.send(OK);
        String answer = client.head();
        assertEquals(200, Peer.status(answer), "one 100 only");
        assertEquals("ok", client.text(answer));
      }
    }
  }

  @Test
  void finalAnswerInsteadOfContinuePreventsTheContent() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0));
        Peer client = fixture.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertEquals(417, Peer.status(client.head()));
      }
    }
  }

  @Test
  void clientThatLeavesAmidstAnUploadEndsTheAttempt() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0))) {
      Peer client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc");
      try (Peer upstream = fixture.accept()) {
        InputStream content = upstream.content(upstream.head());
        assertEquals("ABC", new String(content.readNBytes(3), StandardCharsets.ISO_8859_1));

        client.close();

        assertThrows(IOException.class, content::readAllBytes);
        fixture.awaitQuiet();
      }
    }
  }

  @Test
  void serverThatHangsUpAmidstAnUploadGives502() throws Exception {
    try (Fixture fixture = Fixture.start(new UpperCaseFilter(0));
        Peer client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc");
      try (Peer upstream = fixture.accept()) {
        upstream.content(upstream.head()).readNBytes(3);
      }

      assertEquals(502, Peer.status(client.head()));
    }
  }
}
