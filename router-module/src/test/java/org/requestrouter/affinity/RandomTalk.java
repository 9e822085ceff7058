package org.requestrouter.affinity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests with cookies of all sorts, and responses that set them, determined by a seed. */
final class RandomTalk {
  // No blanks before an equals sign: HAProxy takes them out of all cookies that it reads.
  private static final String[] COOKIES = {
    "SRV=s0",
    "SRV=s1",
    "SRV=s2",
    "SRV=s3",
    "SRV=s5",
    "SRV=s9",
    "SRV=s1",
    "SRV=s2",
    "SRV=",
    "SRV",
    "srv=s1",
    "SRVX=s1",
    "XSRV=s1",
    "a=1",
    "b=\"x;y\"",
    "c=\"q\\\"; SRV=s1\"",
    "$Path=/",
    "$SRV=s1",
    "d",
    "",
    "SRV=\"s1\"",
    "SRV=s1|",
    "SRV=s2|AAAA",
    "SRV=s2|?????",
    "e=SRV=s1",
    "f=2,3",
    "=s1"
  };
  private static final String[] DELIMITERS = {"; ", "; ", "; ", ";", " ; ", ",", ";  ", ";\t"};
  private static final String[] METHODS = {"GET", "GET", "GET", "HEAD", "OPTIONS", "DELETE"};
  private static final String[] STATUSES = {"200", "200", "201", "204", "302", "404", "500"};
  private static final String[] REQUEST = {"Authorization: x", "Cache-Control: no-store"};
  private static final String[] RESPONSE = {
    "Cache-Control: max-age=60",
    "Cache-Control: public",
    "Cache-Control: Private",
    "Cache-Control: no-cache",
    "Cache-Control: no-store, max-age=9",
    "Cache-Control: max-age=0",
    "Cache-Control: s-maxage=1",
    "Cache-Control: must-revalidate",
    "Expires: Fri, 01 Jan 2100 00:00:00 GMT",
    "ETag: \"1\"",
    "Last-Modified: Fri, 01 Jan 2010 00:00:00 GMT",
    "Pragma: no-cache",
    "Set-Cookie: SRV=zz; path=/",
    "Set-Cookie: SRV=; Expires=Thu, 01-Jan-1970 00:00:01 GMT",
    "Set-Cookie: a=SRV=1",
    "Set-Cookie: SRVX=1"
  };
  private static final int DAY = 86_400;
  private static final int[] AGES = {0, 4, 60, 3_600, DAY, 30 * DAY, -60, -2 * DAY};

  private final Random random;

  RandomTalk(long seed) {
    this.random = new Random(seed);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  String method() {
    return pick(METHODS);
  }

  String status() {
    return pick(STATUSES);
  }

  List<String> requestLines() {
    List<String> lines = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      lines.add("Cookie: " + cookies());
    }
    if (random.nextInt(8) == 0) {
      lines.add(pick(REQUEST));
    }
    return lines;
  }

  private String cookies() {
    StringBuilder cookies = new StringBuilder(cookie());
    for (int i = random.nextInt(5); i > 0; i--) {
      cookies.append(pick(DELIMITERS)).append(cookie());
    }
    return cookies.toString();
  }

  private String cookie() {
    return random.nextInt(5) == 0 ? "SRV=" + pick("s1", "s2") + date() + date() : pick(COOKIES);
  }

  private String date() {
    int age = AGES[random.nextInt(AGES.length)];
    return random.nextInt(4) == 0
        ? ""
        : CookieDates.encode(System.currentTimeMillis() / 1000 - age);
  }

  List<String> responseLines() {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      lines.add(pick(RESPONSE));
    }
    return lines;
  }
}
