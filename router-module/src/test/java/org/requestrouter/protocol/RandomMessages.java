package org.requestrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up what a client sends, from the grammar of requests and from what lies beside it: most
 * messages have one or two oddities, some have bytes changed at random. No content is longer than
 * what follows, so that nobody waits for the rest of it.
 */
final class RandomMessages {
  /** Follows every message, and ends the connection. */
  static final String LAST = "GET /a/last HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

  private static final List<String> METHODS =
      List.of("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "G!T", "G@T", "G\0T", "", "GET ");
  private static final List<String> TARGETS =
      List.of(
          "/",
          "/b",
          "/a%2fb",
          "/a%2Fb",
          "//a",
          "/a//b",
          "/a/../b",
          "/a/./b",
          "/a/..",
          "/a/%2e%2e/b",
          "/a;p=1/b",
          "/a?x=1&y=%41",
          "/a?",
          "/a??",
          "*",
          "http://a.test/x",
          "http://b.test/a?y",
          "HTTP://a.test/x",
          "https://a.test/x",
          "http://u@a.test/x",
          "/a#f",
          "/a?x#f",
          "/a\u00c3\u00a4",
          "/a?\u00c4\u008a",
          "/a b",
          "",
          "a",
          "a/b",
          "/a%",
          "/a%zz",
          "/a%00",
          "/a\tb",
          "/a|b^`",
          "/a\"<>{}",
          "/a\\b",
          "/a?[b]|{}\"<>^`\\",
          "/a\0b",
          "/a\u007f",
          "/a:80",
          "/.",
          "/..;/b");
  private static final List<String> VERSIONS =
      List.of(
          " HTTP/1.0",
          " HTTP/1.2",
          " HTTP/2.0",
          " http/1.1",
          " HTTP/1.1 ",
          " HTTP/0.9",
          "",
          " HTTP/1",
          " HTTP/11.1",
          "  HTTP/1.1",
          "\tHTTP/1.1",
          " HTTP/1.1\0",
          " HTTPS/1.1");
  private static final List<String> HOSTS =
      List.of(
          "",
          "Host: a.test\r\nHost: a.test\r\n",
          "Host: a.test\r\nHost: b.test\r\n",
          "Host:\r\n",
          "Host: a.test:81\r\n",
          "Host: a.test:80\r\n",
          "Host: a.test:99999\r\n",
          "Host: a.test:x\r\n",
          "Host: a test\r\n",
          "Host: a.test, b.test\r\n",
          "Host: [::1]\r\n",
          "Host: [::1\r\n",
          "Host: A.TEST\r\n",
          "host:a.test\r\n",
          "Host : a.test\r\n",
          "Host: a.test/\r\n",
          "Host: u@a.test\r\n",
          "Host: a.test\r\n b.test\r\n",
          "Host: a\0.test\r\n",
          "Host: a_b.test\r\n");
  private static final List<String> FIELDS =
      List.of(
          "X : y\r\n",
          " X: y\r\n",
          "X:\r\n",
          ": y\r\n",
          "X\r\n",
          "X: a\r\n b\r\n",
          "X: a\0b\r\n",
          "X: a\u0001b\r\n",
          "X\u00e4: y\r\n",
          "X: \u00e4\r\n",
          "X(): y\r\n",
          "X: a\rb\r\n",
          "X: a\r\r\n",
          "X: a\n",
          "\n",
          "X: y\r",
          "X\t: y\r\n",
          "X: " + "y".repeat(200) + "\r\n",
          "Connection: X\r\n",
          "Connection: Host\r\n",
          "Connection: keep-alive\r\n",
          "Connection: close\r\n",
          "Connection: \"a\r\n",
          "Cookie: a=\"b\r\n",
          "X-Forwarded-For: 1.2.3.4\r\n",
          "X: y\u007f\r\n",
          "X: \ty \r\n",
          "X\0: y\r\n",
          "X: y\u000b\r\n",
          "TE: trailers\r\n",
          "Keep-Alive: 1\r\n");
  private static final List<String> LENGTHS =
      List.of(
          "+3",
          "03",
          "3, 3",
          "3 3",
          "-1",
          "",
          "3;",
          "0x3",
          "99999999999999999999",
          "3\u000b",
          "3,4",
          "\t3",
          " 3 ",
          "3.0",
          "3\r\nContent-Length: 3",
          "3\r\nContent-Length: 4",
          "3\r\nTransfer-Encoding: chunked",
          "0\r\nContent-Length: 3",
          "3\u00a0",
          "18446744073709551619");
  private static final List<String> CODINGS =
      List.of(
          "Chunked",
          "chunked, chunked",
          "gzip, chunked",
          "chunked, gzip",
          "identity",
          "xchunked",
          "gzip",
          "chunked\u000b",
          "chunked;a=b",
          "",
          ",chunked",
          "chunked,",
          "chunked\r\nTransfer-Encoding: chunked",
          "chunked\r\nContent-Length: 3",
          "identity, chunked",
          "\"chunked\"",
          "chunked\r\n ",
          "gzip\r\nTransfer-Encoding: chunked",
          "chunked\r\nTransfer-Encoding: identity");
  private static final List<String> CHUNKS =
      List.of(
          "03\r\nabc\r\n",
          "3;e\r\nabc\r\n",
          "3 ;e=\"f\"\r\nabc\r\n",
          "3\nabc\r\n",
          "0x3\r\nabc\r\n",
          "3\r\r\nabc\r\n",
          "FFFFFFFFFFFFFFFFF\r\nabc\r\n",
          "-3\r\nabc\r\n",
          "g\r\nabc\r\n",
          " 3\r\nabc\r\n",
          "3\r\nabc",
          "3\r\nabcd\r\n",
          "3\r\nabc\n",
          "3 \r\nabc\r\n",
          "\r\nabc\r\n",
          "3\r\nabc\r",
          "3;\0\r\nabc\r\n",
          "3;a\nb\r\nabc\r\n",
          "100000003\r\nabc\r\n",
          "A\r\n0123456789\r\n",
          "a\r\n0123456789\r\n");
  private static final List<String> ENDS =
      List.of(
          "0\r\nX: y\r\n\r\n",
          "00\r\n\r\n",
          "0\n\n",
          "0\r\n\n",
          "0;e\r\n\r\n",
          "0\r\nX : y\r\n\r\n",
          "0\r\nContent-Length: 3\r\n\r\n",
          "0\r\nHost: b.test\r\n\r\n",
          "0\r\n X\r\n\r\n",
          "0\r\n");

  private final Random random;
  private int odd;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** Returns what a client sends before {@link #LAST}. */
  String next() {
    // Some messages are as they should be, and a message that has many faults hides the others.
    odd = random.nextInt(5) == 0 ? 0 : 6 + random.nextInt(12);
    StringBuilder message = new StringBuilder();
    message.append(pick(random.nextInt(10) < 6 ? "GET" : "POST", METHODS));
    message.append(' ').append(pick("/a/x", TARGETS)).append(pick(" HTTP/1.1", VERSIONS));
    message.append(chance(odd / 3) ? "\n" : "\r\n");
    message.append(pick(random.nextInt(3) == 0 ? "Host: b.test\r\n" : "Host: a.test\r\n", HOSTS));
    List<String> fields = new ArrayList<>(List.of(pick("Accept: */*\r\n", FIELDS)));
    String content = framed(fields);
    fields.add(random.nextInt(fields.size() + 1), pick("X: y, z\r\n", FIELDS));
    fields.forEach(message::append);
    message.append(chance(odd / 4) ? "\n" : "\r\n").append(content);
    return mutated(message);
  }

  private String framed(List<String> fields) {
    boolean post = random.nextInt(5) < 3;
    if (!post) {
      return "";
    }
    if (random.nextBoolean()) {
      fields.add("Content-Length: " + pick("3", LENGTHS) + "\r\n");
      return "abc";
    }
    String name = chance(odd / 2) ? "Transfer-Encoding : " : "Transfer-Encoding: ";
    fields.add(name + pick("chunked", CODINGS) + "\r\n");
    StringBuilder chunks = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      chunks.append(pick("3\r\nabc\r\n", CHUNKS));
    }
    return chunks.append(pick("0\r\n\r\n", ENDS)).toString();
  }

  private String mutated(StringBuilder message) {
    if (chance(odd)) {
      int at = random.nextInt(message.length());
      switch (random.nextInt(4)) {
        case 0 -> message.deleteCharAt(at);
        case 1 -> message.setCharAt(at, (char) random.nextInt(256));
        case 2 -> message.insert(at, "\r\n\t :;,\0".charAt(random.nextInt(8)));
        default -> message.insert(at, message.substring(random.nextInt(at + 1), at));
      }
    }
    return message.toString();
  }

  private String pick(String usual, List<String> unusual) {
    return chance(odd) ? unusual.get(random.nextInt(unusual.size())) : usual;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
