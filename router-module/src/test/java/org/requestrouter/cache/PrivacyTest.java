package org.requestrouter.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

/** Whatever else is in a header, what is for one alone is found. */
class PrivacyTest {
  private static final int ROUNDS = 20_000;
  private static final List<String> PRIVATE =
      List.of("private", "no-store", "private=\"x\"", "private=x", "no-store=1", "private=");
  private static final List<String> HARMLESS =
      List.of(
          "public",
          "max-age=5",
          "s-maxage=60",
          "no-cache",
          "must-revalidate",
          "stale-while-revalidate=9",
          "max-age=\"5\"",
          "ext=\"no-cache, privately\"",
          "ext=\"a\\\"b\"",
          "immutable",
          "max-age=x",
          "");

  /** Some of them can be read by nobody. */
  private static final List<String> ODD =
      List.of(
          "\"", "=", "a b", "ext=\"", "private x", ";", "\\", "ext=\"\\", "\u00a0", "max-age=5;");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final SharePolicy policy = Given.caching();

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String cased(String text) {
    StringBuilder cased = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      cased.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }
    return cased.toString();
  }

  private String blanks() {
    return " \t ".substring(0, random.nextInt(4));
  }

  private List<String> noise(boolean odd) {
    List<String> directives = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      directives.add(cased(any(odd && random.nextInt(4) == 0 ? ODD : HARMLESS)));
    }
    return directives;
  }

  private HttpFields fields(List<String> directives, List<String> further) {
    List<String> lines = new ArrayList<>(further);
    StringBuilder line = new StringBuilder();
    for (String directive : directives) {
      line.append(blanks()).append(directive).append(blanks());
      if (random.nextInt(3) == 0) {
        lines.add("Cache-Control:" + line);
        line.setLength(0);
      } else {
        line.append(',');
      }
    }
    lines.add("Cache-Control:" + line);
    Collections.shuffle(lines, random);
    return Given.fields(lines.toArray(String[]::new));
  }

  private Sharing judge(HttpFields fields) {
    return Sharing.of(HttpFields.EMPTY, new FetchedHeader(200, fields, 0, 0, 0), policy);
  }

  @Test
  void aDirectiveAmongOthersIsFound() {
    for (int i = 0; i < ROUNDS; i++) {
      List<String> directives = noise(true);
      directives.add(random.nextInt(directives.size() + 1), cased(any(PRIVATE)));
      HttpFields fields = fields(directives, List.of("ETag:\"a\"", "Expires:0"));
      assertFalse(judge(fields).isShared(), () -> "seed " + seed + ": " + fields);
    }
  }

  @Test
  void cookiesAndStarsAreFound() {
    List<String> personal =
        List.of(
            cased("set-cookie") + ":a=b",
            cased("vary") + ":Accept , *",
            cased("vary") + ":*",
            cased("vary") + ":" + cased("x-forwarded-for"),
            cased("content-type") + ":" + cased("text/event-stream"));
    for (int i = 0; i < ROUNDS; i++) {
      HttpFields fields =
          fields(noise(false), List.of("Vary:Accept-Encoding", any(personal), "X:y"));
      assertFalse(judge(fields).isShared(), () -> "seed " + seed + ": " + fields);
    }
  }

  @Test
  void whatHasNothingOfThatIsShared() {
    for (int i = 0; i < ROUNDS / 10; i++) {
      HttpFields fields = fields(noise(false), List.of("Vary:Accept-Encoding"));
      assertTrue(judge(fields).isShared(), () -> "seed " + seed + ": " + fields);
    }
  }

  @Test
  void requestsWithUnknownCookiesHaveNoKey() {
    SharePolicy safe = Given.policy(coalesce -> coalesce.setSafeCookies("theme _ga*"));
    List<String> harmless = List.of("theme=a", "_ga=1", "_gat=\u00e4", "");
    List<String> others =
        List.of("id=1", "Theme=a", "theme=\"a; id=1\"", "theme=a, id=1", "theme", "$theme=a");
    for (int i = 0; i < ROUNDS / 10; i++) {
      List<String> cookies = new ArrayList<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        cookies.add(any(harmless));
      }
      HttpFields allSafe = Given.fields("Cookie:" + String.join(";" + blanks(), cookies));
      assertNull(safe.cookies(allSafe), allSafe::toString);
      cookies.add(random.nextInt(cookies.size() + 1), any(others));
      HttpFields fields = Given.fields("Cookie:" + String.join(";" + blanks(), cookies));
      assertNull(safe.comparedFields(fields), () -> "seed " + seed + ": " + fields);
    }
  }
}
