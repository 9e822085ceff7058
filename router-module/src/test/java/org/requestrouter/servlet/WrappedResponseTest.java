package org.requestrouter.servlet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that go through the stream of a filter's wrapper. */
@Timeout(60)
class WrappedResponseTest {
  private static final int CHUNK = 64 * 1024;

  /** Wraps and changes nothing. */
  private static final Filter IDENTITY =
      (request, response, chain) ->
          chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response));

  @Test
  void smallResponseKeepsStatusFieldsAndContent() throws Exception {
    try (Fixture fixture = Fixture.start(IDENTITY);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send(
            "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nContent-Type: text/x\r\n"
                + "Server: upstream\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhello");

        String head = client.head();

        assertEquals(201, Peer.status(head));
        assertEquals("text/x", Peer.field(head, "Content-Type"));
        assertEquals("5", Peer.field(head, "Content-Length"));
        assertEquals("upstream", Peer.field(head, "Server"));
        assertEquals(2, head.lines().filter(line -> line.startsWith("Set-Cookie:")).count());
        assertEquals("hello", client.text(head));
        assertEquals(200, Peer.status(secondExchange(client, upstream)));
      }
    }
  }

  /** The connections of both sides are fit for another exchange. */
  private static String secondExchange(Peer client, Peer upstream) throws IOException {
    client.get("/second");
    assertTrue(upstream.head().startsWith("GET /second "));
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    return client.head();
  }

  @Test
  void largeResponseIsCompressedByTheFilter() throws Exception {
    byte[] sent = new byte[20 * 1024 * 1024];
    new Random(7).nextBytes(sent);
    Arrays.fill(sent, 0, sent.length / 2, (byte) 'x');
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: " + sent.length + "\r\n\r\n");
                    upstream.send(sent);
                  } catch (IOException x) {
                    throw new IllegalStateException(x);
                  }
                });

        String head = client.head();

        assertEquals("gzip", Peer.field(head, "Content-Encoding"));
        assertNull(Peer.field(head, "Content-Length"));
        InputStream content = client.content(head);
        assertArrayEquals(sent, new GZIPInputStream(content).readAllBytes());
        assertEquals(-1, content.read());
        sending.join();
        assertEquals(200, Peer.status(secondExchange(client, upstream)));
      }
    }
  }

  @Test
  void eventArrivesThroughCompressionBeforeTheNextIsSent() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
        String head = client.head();
        assertEquals("text/event-stream", Peer.field(head, "Content-Type"));
        upstream.chunk("data: 0\n");
        InputStream events = new GZIPInputStream(client.content(head));
        assertEquals("data: 0\n", line(events));
        for (int i = 1; i < 20; i++) {
          upstream.chunk("data: " + i + "\n");
          assertEquals("data: " + i + "\n", line(events));
        }
        upstream.send("0\r\n\r\n");
        assertEquals(-1, events.read());
      }
    }
  }

  /** Byte by byte: a reader would wait for more than the line. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\n") < 0) {
      line.append((char) in.read());
    }
    return line.toString();
  }

  @Test
  void slowClientStopsTheServer() throws Exception {
    AtomicLong sent = new AtomicLong();
    long total = 200L * 1024 * 1024;
    try (Fixture fixture = Fixture.start(IDENTITY);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(() -> sendAll(upstream, total, sent));
        String head = client.head();
        AtomicLong before = new AtomicLong(-1);

        await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> sent.get() == before.getAndSet(sent.get()));

        assertTrue(sent.get() < total / 2, "the server could send " + sent);
        long received = 0;
        byte[] into = new byte[CHUNK];
        try (InputStream content = client.content(head)) {
          for (int read = content.read(into); read >= 0; read = content.read(into)) {
            received += read;
          }
        }
        assertEquals(total, received);
        sending.join();
      }
    }
  }

  static void sendAll(Peer upstream, long total, AtomicLong sent) {
    try {
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
      byte[] part = new byte[CHUNK];
      while (sent.get() < total) {
        upstream.send(part);
        sent.addAndGet(part.length);
      }
    } catch (IOException x) {
      throw new IllegalStateException(x);
    }
  }

  @Test
  void responsesWithoutContentStayWithoutContent() throws Exception {
    try (Fixture fixture = Fixture.start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n");
        String noContent = client.head();
        assertEquals(204, Peer.status(noContent));
        assertEquals("b", Peer.field(noContent, "X-A"));

        client.get("/");
        upstream.head();
        upstream.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\nETag: \"x\"\r\n\r\n");
        assertEquals(304, Peer.status(client.head()));

        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
        assertEquals(200, Peer.status(client.head()));

        assertEquals(200, Peer.status(secondExchange(client, upstream)));
      }
    }
  }

  @Test
  void headerArrivesBeforeTheContentIsThere() throws Exception {
    try (Fixture fixture = Fixture.start(IDENTITY);
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        String head = client.head();
        upstream.send("ok");
        assertEquals("ok", client.text(head));
      }
    }
  }

  @Test
  void trailersPassThroughTheWrapper() throws Exception {
    try (Fixture fixture = Fixture.start(IDENTITY);
        Peer client = fixture.client()) {
      client.get("/", "TE: trailers", "Connection: TE");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
            .chunk("abc")
            .send("0\r\nX-Sum: 42\r\n\r\n");
        client.head();
        assertTrue(client.until("0\r\n").endsWith("abc\r\n0\r\n"));
        assertTrue(client.until("\r\n").equalsIgnoreCase("x-sum: 42\r\n"));
      }
    }
  }
}
