package org.requestrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server most of whose responses are for one user only, and say for which, in a field and all
 * over their content: because the request has credentials, or because the response says so in one
 * of many ways. Others are for all, or depend on fields that Vary lists.
 */
final class PersonalServer {
  /** Whom a response is for. */
  enum Audience {
    /** All who ask for that target. */
    ALL,
    /** One user, as often as that user likes. */
    USER,
    /** One request. */
    ONE
  }

  /** The entity tag of what is for all. */
  static final String TAG_FOR_ALL = "\"all\"";

  private static final Pattern SESSION = Pattern.compile("sid=(\\w+)");
  private static final Pattern TOKEN = Pattern.compile("Bearer (\\w+)");

  private static final List<String> MARKS =
      List.of(
          "Cache-Control: private",
          "Cache-Control: PRIVATE, max-age=60",
          "cache-control: public, max-age=60,private",
          "Cache-Control: max-age=60\r\nCache-Control: private",
          "Cache-Control: a=\"b, c\", private",
          "Cache-Control: a=\"\\\"\", private, b=\"",
          "Cache-Control: ,,No-Store",
          "Cache-Control: no-store, s-maxage=60",
          "Cache-Control: s-maxage=60\t,\tno-store",
          "Cache-Control: public, max-age=60\r\nVary: *",
          "Vary: X-Language, *",
          "Vary: X-Language\r\nvary: *",
          "Set-Cookie: sid=someone; Path=/",
          "Cache-Control: public, max-age=60\r\nset-cookie: a=b");

  private static final List<String> OPEN =
      List.of(
          "Cache-Control: max-age=60",
          "Cache-Control: public, s-maxage=60",
          "Cache-Control: max-age=0",
          "Cache-Control: no-cache",
          "Cache-Control: max-age=1, stale-while-revalidate=5, stale-if-error=5",
          "Cache-Control: a=\"private\", max-age=60",
          "Expires: Fri, 01 Jan 2100 00:00:00 GMT",
          "Expires: 0",
          "Age: 0",
          "Age: 7\r\nCache-Control: max-age=8",
          "X-Nothing: special");

  private final AtomicInteger serials = new AtomicInteger();
  private final PrivacyLedger ledger;
  private final ScheduledExecutorService later;
  private final long seed;

  PersonalServer(PrivacyLedger ledger, ScheduledExecutorService later, long seed) {
    this.ledger = ledger;
    this.later = later;
    this.seed = seed;
  }

  /** Serves one connection. */
  void serve(Wire connection, int index) throws IOException {
    Random random = new Random(seed * 31 + index);
    while (true) {
      Message request = connection.readRequest();
      String response = response(request.head(), random);
      boolean breaksOff = random.nextInt(50) == 0;
      later.schedule(
          () -> {
            send(connection, response, breaksOff);
            return null;
          },
          random.nextInt(4) == 0 ? 0 : random.nextInt(15),
          TimeUnit.MILLISECONDS);
    }
  }

  private static void send(Wire connection, String response, boolean breaksOff) throws IOException {
    boolean ends = response.contains("Connection: close");
    // Where the end of the connection is the end of the content, nobody would notice.
    boolean cut = breaksOff && !ends;
    connection.send(cut ? response.substring(0, response.length() - 1) : response);
    if (cut || ends) connection.finishSending();
  }

  private String response(Head request, Random random) {
    String user = request.list("X-User");
    String known = known(request);
    if (known != null && !known.equals(user)) {
      ledger.leak("a request of " + user + " with the credentials of " + known + ": " + request);
    }
    boolean get = request.method().equals("GET");
    Audience audience;
    List<String> fields = new ArrayList<>();
    if (known != null || !get) {
      // For that user, whatever the response says; with the key of the path for no other request.
      audience = request.target().startsWith("/keyed") && get ? Audience.USER : Audience.ONE;
      fields.add(pick(OPEN, random));
      if (random.nextInt(3) == 0) {
        fields.add(pick(MARKS, random));
        audience = Audience.ONE;
      }
    } else if (random.nextInt(4) == 0) {
      audience = Audience.ONE;
      fields.add(pick(MARKS, random));
    } else if (random.nextInt(4) == 0) {
      audience = Audience.USER;
      fields.add(pick(OPEN, random));
      fields.add(pick(List.of("Vary: X-User", "vary: x-language , x-user"), random));
    } else {
      audience = Audience.ALL;
      fields.add(pick(OPEN, random));
    }
    if (random.nextInt(3) == 0) {
      fields.add("Vary: X-Language, Accept-Encoding\r\nX-Spoken: " + request.list("X-Language"));
    }
    return message(request, audience, fields, random);
  }

  private String message(Head request, Audience audience, List<String> fields, Random random) {
    String user = audience == Audience.ALL ? "all" : request.list("X-User");
    String serial = Integer.toString(serials.incrementAndGet());
    fields.add("X-Audience: " + audience);
    fields.add("X-For: " + user);
    fields.add("X-Message: " + serial);
    StringBuilder text = new StringBuilder();
    if (random.nextInt(20) == 0) {
      text.append("HTTP/1.1 103 Early Hints\r\nX-For: ").append(user).append("\r\n\r\n");
    }
    String tag = "\"" + user + "\"";
    String known = request.list("If-None-Match");
    if (request.method().equals("GET") && (known.contains(tag) || known.contains(TAG_FOR_ALL))) {
      // Also with fields for one user only, about content that is for all.
      fields.add("ETag: " + (known.contains(tag) ? tag : TAG_FOR_ALL));
      return text + "HTTP/1.1 304 Not Modified\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }
    fields.add("ETag: " + tag);
    String part = serial + "=" + user + ";";
    String content = part.repeat(random.nextInt(10) == 0 ? 600 : 1 + random.nextInt(20));
    fields.add("X-Content: " + serial);
    fields.add("X-Host: " + request.list("Host"));
    fields.add("X-Path: " + request.target().replaceAll("\\?.*", ""));
    String status =
        random.nextInt(10) == 0 ? pick(List.of("203", "404", "410", "503"), random) : "200";
    if (request.has("Range") && random.nextBoolean() && request.method().equals("GET")) {
      status = "206";
      fields.add("Content-Range: bytes 0-" + (part.length() - 1) + "/" + content.length());
      content = part;
    }
    text.append("HTTP/1.1 ").append(status).append(" Said\r\n");
    text.append(String.join("\r\n", fields)).append("\r\n");
    return text + framed(request, content, random);
  }

  private static String framed(Head request, String content, Random random) {
    boolean head = request.method().equals("HEAD");
    return switch (random.nextInt(4)) {
      case 0 ->
          "Transfer-Encoding: chunked\r\n\r\n"
              + (head
                  ? ""
                  : Integer.toHexString(content.length()) + "\r\n" + content + "\r\n0\r\n\r\n");
      case 1 -> "Connection: close\r\n\r\n" + (head ? "" : content);
      default -> "Content-Length: " + content.length() + "\r\n\r\n" + (head ? "" : content);
    };
  }

  /** The user whose credentials a request has, wherever a careless server would find them. */
  private static String known(Head request) {
    Matcher session = SESSION.matcher(request.list("Cookie"));
    if (session.find()) return session.group(1);
    Matcher token = TOKEN.matcher(request.list("Authorization"));
    return token.find() ? token.group(1) : null;
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
