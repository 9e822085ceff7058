package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The requests that fuzzed rules are asked about, and what must be true of fuzzed fields. */
public final class FuzzRequests {
  /** Requests of every shape, with what the fetches look for in them. */
  static final List<RequestHead> FIXED =
      List.of(
          TestRequest.get("/"),
          TestRequest.get("/static/a.b/x.png?a=1&b=x+y&a=%31", "X: a, b", "X: c", "Cookie: a=1; b"),
          TestRequest.parse(
              "POST /a%2f..;v=1//b?=&a=%0d%0a&q=%C4%8A HTTP/1.1\r\nHost: WWW.Example.com:8080\r\n"
                  + "Content-Length: 0\r\nX-Number: 42\r\nX-Number: -5,007\r\n"
                  + "X-Forwarded-For: 10.0.0.1, 2001:db8::1\r\nCookie: a=\"1;x\", $p=1; =\r\n\r\n"),
          TestRequest.parse("OPTIONS * HTTP/1.0\r\n\r\n"),
          TestRequest.get("/" + "a".repeat(200) + "!?" + "a=".repeat(100), "X: " + "a".repeat(400))
              .between(TestRequest.ip("2001:db8::1", 1), TestRequest.ip("::1", 443))
              .secured(),
          new TestRequest("", "", "", HttpFields.EMPTY, null, null, false),
          new TestRequest(
              "get",
              "http://h/p?q#f",
              "2.0",
              HttpFields.build().add(new HttpField("host", "")).add("X", ",;=\"\\\u00e4\u00ff"),
              null,
              null,
              true));

  private FuzzRequests() {}

  /** Returns the request that a line describes: a target, and fields after bars; or none. */
  static List<RequestHead> parse(String line) {
    List<RequestHead> requests = new ArrayList<>();
    String[] parts = line.split("\\|", -1);
    HttpFields.Mutable fields = HttpFields.build();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      String name = parts[i].substring(0, Math.max(colon, 0));
      String value = latin1(parts[i].substring(colon + 1)).strip();
      if (!name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        fields.add(name, value);
      }
    }
    String target = latin1(parts[0]).strip();
    requests.add(
        new TestRequest("GET", target, "1.1", fields.asImmutable(), null, null, false)
            .between(TestRequest.ip("10.1.2.3", 40000), TestRequest.ip("127.0.0.1", 80)));
    return requests;
  }

  /** What Jetty's parser lets into a field: bytes, and no control characters. */
  private static String latin1(String text) {
    StringBuilder bytes = new StringBuilder();
    text.chars()
        .filter(c -> c >= ' ' && c <= 0xFF && c != 0x7F)
        .forEach(c -> bytes.append((char) c));
    return bytes.toString();
  }

  /** Fails unless the text fits into the value of a field. */
  public static void checkField(Object what, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xFF || c == 0x7F || (c < ' ' && c != '\t')) {
        throw new AssertionError(what + " makes the character " + (int) c);
      }
    }
    if (!value.isEmpty()
        && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
      throw new AssertionError(what + " makes a blank at an end: '" + value + "'");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
