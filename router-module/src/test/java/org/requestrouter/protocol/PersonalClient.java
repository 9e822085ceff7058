package org.requestrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.requestrouter.protocol.PersonalServer.Audience;

/**
 * One user who asks for the same few things as the others, with whatever fields come to mind, and
 * looks at every response for somebody else's name.
 */
final class PersonalClient {
  private static final Pattern PART = Pattern.compile("(\\d+)=(\\w+);");

  private static final List<String> PATHS = List.of("/open/", "/keyed/", "/heeding/", "/stale/");
  private static final List<String> HOSTS = List.of("a.test", "a.test", "b.test", "A.test");
  private static final List<String> OTHER_METHODS = List.of("HEAD", "POST", "PUT", "DELETE");

  private static final List<String> FIELDS =
      List.of(
          "Cache-Control: no-cache",
          "Cache-Control: max-age=0",
          "Cache-Control: no-store",
          "cache-control: max-stale",
          "Cache-Control: only-if-cached",
          "Cache-Control: min-fresh=1, max-age=5",
          "Pragma: no-cache",
          "If-None-Match: \"all\"",
          "If-None-Match: W/\"all\", \"x\"",
          "if-none-match: \"u0\", \"u1\", \"u2\"",
          "If-None-Match: *",
          "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
          "Range: bytes=0-3",
          "If-Range: \"all\"",
          "X-Language: en",
          "X-Language: de",
          "x-language: de, en",
          "X-LANGUAGE:  en,de ",
          "Accept-Encoding: gzip",
          "Accept: */*",
          "Connection: X-Language",
          "Cookie: _t=1",
          "Cookie: _t=2; _u=\"x\"");

  private final String user;
  private final int port;
  private final Random random;
  private final PrivacyLedger ledger;
  private final ScheduledExecutorService fuses;
  private int visits;
  private RawClient connection;
  private String request;
  private String host;
  private String path;
  private String language;

  PersonalClient(
      String user, int port, Random random, PrivacyLedger ledger, ScheduledExecutorService fuses) {
    this.user = user;
    this.port = port;
    this.random = random;
    this.ledger = ledger;
    this.fuses = fuses;
  }

  void visit(int times) throws IOException {
    for (int i = 0; i < times; i++) visit();
    drop();
  }

  private void visit() throws IOException {
    if (connection == null) connection = RawClient.connect(port);
    String method = random.nextInt(12) == 0 ? pick(OTHER_METHODS) : "GET";
    request = request(method);
    Future<?> fuse = random.nextInt(12) == 0 ? leaveSoon(connection) : null;
    boolean drops = fuse != null;
    try {
      connection.send(request);
      drops |= !receive(method);
    } catch (IOException brokenOff) {
      ledger.brokenOff();
      drops = true;
    } catch (AssertionError wrong) {
      throw new AssertionError(request, wrong);
    }
    if (fuse != null) fuse.cancel(false);
    if (drops) drop();
  }

  private Future<?> leaveSoon(RawClient leaving) {
    Wire.End end = random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET;
    return fuses.schedule(
        () -> {
          leaving.leave(end);
          return null;
        },
        random.nextInt(15),
        TimeUnit.MILLISECONDS);
  }

  private void drop() throws IOException {
    if (connection != null) connection.close();
    connection = null;
  }

  private String request(String method) {
    host = pick(HOSTS);
    // The router remembers of a URL that it is not shared: all go on to new ones together.
    path = pick(PATHS) + visits++ / 5;
    List<String> lines = new ArrayList<>(List.of("Host: " + host, "X-User: " + user));
    int number = Integer.parseInt(user.substring(1));
    // Some users show who they are always, some now and then, most never.
    boolean either = number % 8 == 3 && random.nextBoolean();
    if (number % 8 == 1 || either) lines.add(session());
    if (number % 8 == 2 || (number % 8 == 3 && random.nextBoolean())) {
      lines.add(pick(List.of("Authorization: Bearer ", "authorization:Bearer ")) + user);
    }
    List<String> languages = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Field field = Field.parse(pick(FIELDS));
      lines.add(field.name() + ": " + field.value());
      if (field.is("X-Language")) languages.add(field.value());
    }
    // What Connection names does not get to the server.
    language = lines.contains("Connection: X-Language") ? "" : String.join(",", languages);
    if (method.equals("POST") || method.equals("PUT")) lines.add("Content-Length: 2");
    String query = random.nextInt(3) == 0 ? "?_=" + random.nextInt(1000) : "";
    String content = method.startsWith("P") ? "hi" : "";
    return method
        + " "
        + path
        + query
        + " HTTP/1.1\r\n"
        + String.join("\r\n", lines)
        + "\r\n\r\n"
        + content;
  }

  /** Cookies are written in many ways, not all of them right. */
  private String session() {
    return pick(List.of(
            "Cookie: sid=USER",
            "cookie: _t=1; sid=USER",
            "Cookie: sid=USER; _t=1",
            "Cookie: _t=1\r\nCookie: sid=USER",
            "Cookie: _t=\"1; sid=USER\"",
            "Cookie: _t=1, sid=USER",
            "COOKIE: _t=1;;sid=USER;",
            "Cookie: _sid=USER"))
        .replace("USER", user);
  }

  /** Returns whether the connection can be used further. */
  private boolean receive(String method) throws IOException {
    Head head = finalHead();
    ContentReader content = ContentReader.ofResponse(connection, head, method);
    boolean whole = head.has("X-Content") && head.status() != 206 && !method.equals("HEAD");
    if (whole) {
      check(head, content.rest());
    } else {
      PART.matcher(content.rest()).results().forEach(part -> checkName(part.group(2), head));
    }
    count(head);
    return !head.list("Connection").equalsIgnoreCase("close");
  }

  private Head finalHead() throws IOException {
    Head head = connection.readHead();
    check(head);
    while (head.status() < 200) {
      head = connection.readHead();
      check(head);
    }
    return head;
  }

  private void check(Head head) {
    head.values("X-For").forEach(name -> checkName(name, head));
    head.values("ETag").forEach(tag -> checkName(tag.replaceAll("^W/|\"", ""), head));
    head.values("X-Host").forEach(name -> expect(name.equalsIgnoreCase(host), head));
    head.values("X-Path").forEach(name -> expect(name.equals(path), head));
    head.values("X-Spoken")
        .forEach(spoken -> expect(spoken.replace(" ", "").equals(language.replace(" ", "")), head));
  }

  private void check(Head head, String content) {
    String whose = head.list("X-Content");
    Matcher parts = PART.matcher(content);
    int end = 0;
    while (parts.find()) {
      expect(parts.start() == end && parts.group(1).equals(whose), head);
      checkName(parts.group(2), head);
      end = parts.end();
    }
    expect(end == content.length(), head);
  }

  private void checkName(String name, Head head) {
    expect(name.equals(user) || name.equals("all"), head);
  }

  private void expect(boolean right, Head head) {
    if (!right) ledger.leak("to " + user + ", for\n" + request + "\ncame\n" + head);
  }

  private void count(Head head) {
    if (head.has("X-Message")) {
      Audience audience = Audience.valueOf(head.list("X-Audience"));
      int times = ledger.delivered(head.list("X-Message"), audience != Audience.ALL);
      expect(audience != Audience.ONE || times == 1, head);
    } else if (head.status() >= 400) {
      ledger.refused();
    }
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
