package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.requestrouter.protocol.Field;
import org.requestrouter.protocol.Head;

/** The operations, each the same for all ways. */
final class Operations {
  /** For what must happen at once: a stall of some seconds is no failure. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** For what must not happen at all. */
  private static final Duration SILENCE = Duration.ofMillis(100);

  /** What concerns one connection only, and no client of HTTP/2 may see (RFC 9113, 8.2.2). */
  private static final List<String> CONNECTION_SPECIFIC =
      List.of("Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade");

  private Operations() {}

  /** Two requests on one connection, or on two where the protocol does not keep it. */
  static void get(Way way) throws Exception {
    try (Client client = way.connect()) {
      get(way, client, "hello".length());
      if (way.front().keepsAlive("hello".length())) {
        get(way, client, End.UNKNOWN);
        if (way.front().keepsAlive(End.UNKNOWN)) {
          return;
        }
      }
      client.expectClosed(SOON);
    }
  }

  private static void get(Way way, Client client, long length) throws Exception {
    String target = way.target();
    End asked = client.send(new Request("GET", target, 0, "Cookie: a=1", "Accept: text/plain"));
    try (End server = way.accept(target)) {
      assertForwarded(way, "GET", target, server.head());
      assertEquals(List.of("a=1"), server.head().values("Cookie"));
      server.expectFinish();
      server.respond(200, length, "X-Kept: yes", "Set-Cookie: b=2", "Set-Cookie: c=3");
      server.write("hello");
      asked.expect("hello");
      server.finish();
    }
    asked.expectFinish();
    Head head = asked.head();
    assertEquals(200, head.status());
    assertEquals(List.of("yes"), head.values("X-Kept"));
    assertEquals(List.of("b=2", "c=3"), head.values("Set-Cookie"));
    if (way.front().isHttp2()) {
      CONNECTION_SPECIFIC.forEach(name -> assertFalse(head.has(name), name));
    }
  }

  private static void assertForwarded(Way way, String method, String target, Head head) {
    assertEquals(method, head.method());
    assertEquals(target, head.target());
    assertEquals(List.of(Request.HOST), head.values("Host"));
    assertEquals(List.of(way.front().address()), head.values("X-Forwarded-For"));
    assertEquals(List.of(way.front().scheme()), head.values("X-Forwarded-Proto"));
    assertEquals(List.of(Request.HOST), head.values("X-Forwarded-Host"));
  }

  /** Each part of the content is seen before the next one is sent, in both directions. */
  static void streamedPost(Way way) throws Exception {
    streamedPost(way, "firstthen".length());
    if (way.hasChunks()) {
      streamedPost(way, End.UNKNOWN);
    }
  }

  private static void streamedPost(Way way, long length) throws Exception {
    String target = way.target();
    try (Client client = way.connect()) {
      End asked = client.send(new Request("POST", target, length));
      asked.write("first");
      try (End server = way.accept(target)) {
        assertForwarded(way, "POST", target, server.head());
        server.expect("first");
        asked.write("then");
        server.expect("then");
        asked.finish();
        server.expectFinish();
        server.respond(201, End.UNKNOWN);
        assertEquals(201, asked.head().status());
        server.write("one");
        asked.expect("one");
        server.write("two");
        asked.expect("two");
        server.finish();
      }
      asked.expectFinish();
    }
  }

  static void longPoll(Way way) throws Exception {
    String target = way.target();
    try (Client client = way.connect()) {
      End asked = client.send(new Request("GET", target, 0));
      try (End server = way.accept(target)) {
        asked.expectSilence(SILENCE);
        server.respond(200, "released".length());
        server.write("released");
        server.finish();
      }
      assertEquals(200, asked.head().status());
      asked.expect("released");
      asked.expectFinish();
    }
  }

  /** A client leaves while it is held, in the middle of the response, and in its own request. */
  static void clientLeaves(Way way) throws Exception {
    leave(way, new Request("GET", way.target(), 0), (asked, server) -> {});
    leave(
        way,
        new Request("GET", way.target(), 0),
        (asked, server) -> {
          server.respond(200, End.UNKNOWN);
          server.write("half");
          asked.expect("half");
        });
    leave(
        way,
        new Request("POST", way.target(), "half".length() * 2L),
        (asked, server) -> {
          asked.write("half");
          server.expect("half");
        });
  }

  /** What both ends do before one of them breaks the exchange off. */
  @FunctionalInterface
  private interface Before {
    void run(End asked, End server) throws IOException;
  }

  private static void leave(Way way, Request request, Before before) throws Exception {
    try (Client client = way.connect()) {
      End asked = client.send(request);
      try (End server = way.accept(request.target())) {
        before.run(asked, server);
        asked.leave();
        server.expectGone(SOON);
      }
    }
  }

  /** A server breaks off before its response, within it, and while it still gets the request. */
  static void serverCuts(Way way) throws Exception {
    cut(way, new Request("GET", way.target(), 0), (asked, server) -> {}, Operations::isRefused);
    cut(
        way,
        new Request("POST", way.target(), "half".length() * 2L),
        (asked, server) -> {
          asked.write("half");
          server.expect("half");
        },
        Operations::isRefused);
    // Without chunks only the length tells what is missing when a connection ends.
    long length = way.back().hasChunks() ? End.UNKNOWN : "half".length() * 2L;
    cut(
        way,
        new Request("GET", way.target(), 0),
        (asked, server) -> {
          server.respond(200, length);
          server.write("half");
          asked.expect("half");
        },
        End::expectBreak);
  }

  /** What a client has of an exchange that was broken off. */
  @FunctionalInterface
  private interface Outcome {
    void check(End asked) throws IOException;
  }

  private static void isRefused(End asked) throws IOException {
    assertEquals(502, asked.head().status());
  }

  private static void cut(Way way, Request request, Before before, Outcome outcome)
      throws Exception {
    try (Client client = way.connect()) {
      End asked = client.send(request);
      try (End server = way.accept(request.target())) {
        before.run(asked, server);
        server.leave();
        outcome.check(asked);
      }
    }
  }

  /** Opened, used both ways at once, and then left by the one or by the other. */
  static void webSocket(Way way) throws Exception {
    webSocket(way, true);
    webSocket(way, false);
  }

  private static void webSocket(Way way, boolean clientLeaves) throws Exception {
    String target = way.target();
    try (Client client = way.connect()) {
      End asked = client.webSocket(target);
      try (End server = way.accept(target)) {
        server.acceptWebSocket();
        asked.expectWebSocket();
        // Frames of text, masked with zeroes by the client.
        for (String text : List.of("one", "two")) {
          String masked = "\u0081\u0083\0\0\0\0" + text;
          String plain = "\u0081\u0003" + text;
          asked.write(masked);
          server.expect(masked);
          server.write(plain);
          asked.expect(plain);
        }
        End first = clientLeaves ? asked : server;
        End second = clientLeaves ? server : asked;
        first.leave();
        second.expectGone(SOON);
        second.leave();
      }
    }
  }

  static void trailers(Way way) throws Exception {
    String target = way.target();
    try (Client client = way.connect()) {
      End asked = client.send(new Request("POST", target, End.UNKNOWN, "Trailer: X-Sum"));
      asked.write("content");
      asked.finish(new Field("X-Sum", "1"));
      try (End server = way.accept(target)) {
        server.expect("content");
        assertSum("1", server.expectFinish());
        server.respond(200, End.UNKNOWN, "Trailer: X-Sum");
        server.write("answer");
        server.finish(new Field("X-Sum", "2"));
      }
      asked.expect("answer");
      assertSum("2", asked.expectFinish());
    }
  }

  private static void assertSum(String value, List<Field> trailers) {
    List<String> sums =
        trailers.stream().filter(field -> field.is("X-Sum")).map(Field::value).toList();
    assertEquals(List.of(value), sums);
  }
}
