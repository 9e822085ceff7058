package org.requestrouter.examples.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollsTest {
  private final Polls polls = new Polls();

  private static String content(Payload payload) {
    String text = StandardCharsets.US_ASCII.decode(payload.first().duplicate()).toString();
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }

  private String at(long millis) {
    return content(polls.answer(TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  @Test
  void theMostOfAnySecondIsThatOfTheBusiestOne() {
    at(0);
    at(500);
    at(999);
    at(1000);
    at(5000);
    assertEquals("polls=5 most=3", content(polls.counts()));
  }

  @Test
  void countsBeginAnewWhenTheyHaveBeenAskedFor() {
    at(0);
    polls.counts();
    assertEquals("polls=0 most=0", content(polls.counts()));
    at(1);
    assertEquals("polls=1 most=1", content(polls.counts()));
  }

  @Test
  void answersHaveOneSizeAndDiffer() {
    String first = at(0);
    String second = at(1);
    assertEquals(300, first.length());
    assertEquals(300, second.length());
    assertNotEquals(first, second);
    assertTrue(first.startsWith("{") && first.endsWith("\"}"), first);
  }
}
