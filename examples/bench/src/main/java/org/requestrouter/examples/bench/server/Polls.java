package org.requestrouter.examples.bench.server;

import java.util.ArrayDeque;
import java.util.Locale;

/** Polls of one and the same resource, and how many of them come. */
final class Polls {
  static final String POLL = "/poll";
  static final String COUNT = "/polled";

  private static final long SECOND = 1_000_000_000L;
  private static final int SIZE = 300;

  private final ArrayDeque<Long> lastSecond = new ArrayDeque<>();
  private long count;
  private int most;

  /** Counts one, and gives its answer, whose content is never that of the one before. */
  Payload answer(long now) {
    count++;
    lastSecond.add(now);
    while (now - lastSecond.peek() >= SECOND) {
      lastSecond.remove();
    }
    most = Math.max(most, lastSecond.size());
    String score = "{\"poll\":%d,\"score\":\"2:1\",\"events\":\"".formatted(count);
    return Payloads.json(score + "x".repeat(SIZE - score.length() - 2) + "\"}");
  }

  /** Tells how many there were, and the most of them in any one second, since this was asked. */
  Payload counts() {
    String text = String.format(Locale.ROOT, "polls=%d most=%d", count, most);
    count = 0;
    most = 0;
    lastSecond.clear();
    return Payloads.text(text);
  }
}
