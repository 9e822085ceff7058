package org.requestrouter.rule;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes up requests from a small vocabulary, so that conditions made from it are true about as
 * often as false. It stays out of what HAProxy refuses or rewrites before rules, such as the
 * Connection field.
 */
final class RandomRequests {
  static final List<String> SEGMENTS =
      List.of(
          "a", "b", "A", "static", "Static", "images", "a.b", "x.png", "p;v=1", "..", "%61", "a:b",
          "");
  static final List<String> HOSTS =
      List.of(
          "h",
          "example.com",
          "EXAMPLE.com",
          "www.example.com",
          "example.com:8080",
          "e.com:80",
          "a.example.com.b",
          "notexample.com",
          "example.com.",
          "a,example.com",
          "[::1]:80");
  static final List<String> VALUES =
      List.of("a", "b", "A", "a b", "\"a,b\"", "x/y", "a.b", "abc", "\"a\\\"b\"", "", "5", "a;q=1");
  static final List<String> NUMBERS = List.of("0", "1", "5", "-5", "42", "007", "99999999999");
  static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1",
          "10.1.2.3",
          "192.168.1.1:99",
          "127.0.0.1",
          "::1",
          "2001:db8::1",
          "::ffff:10.0.0.1",
          "2002:a00:1::",
          "unknown",
          "10.0.0.1:70000",
          "10.1",
          "1.2.3.4.5",
          "1::2::3",
          "::1.2.3.4",
          "10.0.0.1x",
          "2001:DB8:0:0:1::");
  static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "PATCH",
          "PROPFIND",
          "get",
          "patch");
  static final List<String> COOKIES =
      List.of(
          "a=1",
          "a=2",
          "A=1",
          "aa=1",
          "b=2",
          "b=",
          "a=",
          "a",
          "$a=1",
          "a = 1",
          "a=b=2",
          "a=\"1;x\"",
          "n=7",
          "=1",
          "b=x y");
  static final List<String> PARAMETERS =
      List.of(
          "a=1", "a=2", "A=1", "b=", "a=", "a", "aa=1", "=1", "a=%31", "b=x+y", "a=b=2", "n=12",
          "?a=3", "b=%zz");
  private static final List<String> ENDPOINTS =
      List.of("127.0.0.1", "10.0.0.1", "192.168.1.7", "2001:db8::1", "::1", "2002:a00:1::");

  private final Dice dice;

  RandomRequests(Dice dice) {
    this.dice = dice;
  }

  /** A request with the bytes that open its connection to HAProxy. */
  record Sent(TestRequest request, String bytes) {}

  Sent next() {
    String method = dice.chance(60) ? "GET" : dice.pick(METHODS);
    String host = dice.pick(HOSTS);
    String target = target(method, host);
    List<String> lines = new ArrayList<>();
    if (!dice.chance(5) || !target.startsWith("/")) {
      lines.add("Host: " + host);
    }
    headers(lines);
    boolean old = dice.chance(10);
    // HAProxy refuses content of other methods in HTTP/1.0.
    boolean mayHaveContent = List.of("POST", "PUT", "PATCH").contains(method);
    String content = mayHaveContent && dice.chance(50) ? "abc" : "";
    if (mayHaveContent) {
      lines.add(dice.pick(List.of("Content-Length", "content-length")) + ": " + content.length());
    }
    String head =
        method
            + " "
            + target
            + (old ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n")
            + String.join("\r\n", lines)
            + "\r\n\r\n";
    String source = dice.pick(ENDPOINTS);
    boolean v4 = !source.contains(":");
    InetSocketAddress client = TestRequest.ip(source, dice.between(1024, 2048));
    InetSocketAddress server = TestRequest.ip(v4 ? "127.0.0.1" : "::1", dice.between(79, 82));
    String proxy =
        String.format(
            "PROXY %s %s %s %d %d\r\n",
            v4 ? "TCP4" : "TCP6",
            source,
            v4 ? "127.0.0.1" : "::1",
            client.getPort(),
            server.getPort());
    return new Sent(TestRequest.parse(head).between(client, server), proxy + head + content);
  }

  private String target(String method, String host) {
    if (method.equals("OPTIONS") && dice.chance(50)) {
      return "*";
    }
    StringBuilder target = new StringBuilder();
    if (dice.chance(8) && host.matches("[A-Za-z.]+[a-z]")) {
      target.append(dice.pick(List.of("http://", "HTTP://"))).append(host);
    }
    int segments = dice.between(1, 4);
    for (int i = 0; i < segments; i++) {
      target.append('/').append(dice.pick(SEGMENTS));
    }
    if (dice.chance(50)) {
      target.append('?');
      int parameters = dice.between(0, 4);
      for (int i = 0; i < parameters; i++) {
        target.append(i == 0 ? "" : dice.pick(List.of("&", "&", ";", "?")));
        target.append(dice.pick(PARAMETERS));
      }
    }
    return target.toString();
  }

  private void headers(List<String> lines) {
    repeat(lines, 3, "X", VALUES, ",");
    repeat(lines, 2, "y", VALUES, ", ");
    repeat(lines, 2, "X-Number", NUMBERS, ",");
    repeat(lines, 2, "X-Forwarded-For", ADDRESSES, ", ");
    repeat(lines, 2, "Cookie", COOKIES, dice.pick(List.of("; ", ";", ",")));
  }

  private void repeat(
      List<String> lines, int most, String name, List<String> values, String separator) {
    int fields = dice.between(0, most);
    for (int i = 0; i < fields; i++) {
      List<String> parts = new ArrayList<>();
      int count = dice.between(1, 3);
      for (int j = 0; j < count; j++) {
        parts.add(dice.pick(values));
      }
      lines.add(
          dice.between(0, lines.size()),
          dice.pick(List.of(name, Ascii.lower(name), Ascii.upper(name)))
              + ": "
              + dice.pick(List.of("", " ", "\t"))
              + String.join(separator, parts));
    }
  }
}
