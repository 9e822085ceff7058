package org.requestrouter.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where comments may stand in a stream of events, and when they are due. */
class EventStreamTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private int woken;
  private final EventStream stream =
      new EventStream(
          SECOND, new Timeouts(new ScheduledExecutorScheduler()), Runnable::run, () -> woken++);
  private final StringBuilder sent = new StringBuilder();

  /** Sends content of the server's. */
  private void relay(String latin1) {
    ByteBuffer content = ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
    sent.append(StandardCharsets.ISO_8859_1.decode(stream.relayed(content)));
  }

  /** Lets the time for a comment come; it is sent if it may be. */
  private boolean comment() {
    stream.expired();
    if (!stream.isCommentDue()) {
      return false;
    }
    sent.append(StandardCharsets.ISO_8859_1.decode(stream.comment()));
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: 1\n\n", "data: 1\n", "data: 1\r\n", "data: 1\r\n\r\n", ":\n"})
  void commentFollowsTheEndOfALine(String before) {
    relay(before);
    assertTrue(comment());
    assertEquals(before + ":\n", sent.toString());
  }

  @Test
  void commentIsTheFirstLineOfAStreamThatSaysNothing() {
    assertTrue(comment());
    assertTrue(comment());
    assertEquals(":\n:\n", sent.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "data: 1", "data: 1\n\nda", "\n ", "\u00ef\u00bb\u00bf"})
  void nothingIsWrittenWithinALine(String before) {
    relay(before);
    assertFalse(comment());
    assertEquals(before, sent.toString());
  }

  @Test
  void commentBetweenTheHalvesOfALineEndEndsInIt() {
    relay("data: 1\r");
    assertTrue(comment());
    relay("\n\r\n");
    assertEquals("data: 1\r:\r\n\r\n", sent.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void byteOrderMarkAfterACommentIsDroppedInWhateverPieces(int split) {
    comment();
    String marked = "\u00ef\u00bb\u00bfdata: 1\n\n";
    relay(marked.substring(0, split));
    assertEquals(split == 3, comment());
    relay(marked.substring(split));
    assertEquals((split == 3 ? ":\n:\n" : ":\n") + "data: 1\n\n", sent.toString());
  }

  @Test
  void whatOnlyBeginsLikeAByteOrderMarkIsKept() {
    comment();
    relay("\u00ef");
    relay("");
    relay("\u00bb");
    relay("\u00bc: x\n");
    assertEquals(":\n\u00ef\u00bb\u00bc: x\n", sent.toString());
  }

  @Test
  void leadingByteOrderMarkIsLeftAlone() {
    relay("\u00ef\u00bb\u00bfdata: 1\n\n");
    assertTrue(comment());
    assertEquals("\u00ef\u00bb\u00bfdata: 1\n\n:\n", sent.toString());
  }

  @Test
  void whatIsWrittenMeanwhileTakesTheCommentsPlace() {
    stream.expired();
    assertEquals(1, woken);
    relay("data: 1\n\n");
    assertFalse(stream.isCommentDue());
    stream.expired();
    stream.written();
    assertFalse(stream.isCommentDue());
  }

  @Test
  void commentIsDueAfterTheIntervalAndAtMostASixteenthLater() {
    long before = NanoTime.now();
    relay("data: 1\n\n");
    long after = NanoTime.now();
    long due = stream.getExpireNanoTime();
    assertTrue(due - before >= SECOND, "too early");
    assertTrue(due - after <= SECOND + SECOND / 16, "too late");
  }

  @Test
  void eventsAreTheSameWithCommentsWhereverTheyMayStand() {
    Random random = new Random(42);
    String[] pieces = {
      "data",
      ":",
      " ",
      "x",
      "\r",
      "\n",
      "\r\n",
      "\n\n",
      "\r\r",
      "\r\n\r\n",
      "id: 7",
      "event: e",
      "data: 1\n",
      "data: 2\r\n",
      "data: 3\r",
      ": comment\n",
      "\u00ef\u00bb\u00bf",
      "\u00ef"
    };
    int comments = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder plain = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        plain.append(pieces[random.nextInt(pieces.length)]);
      }
      EventStreamTest relayed = new EventStreamTest();
      int at = 0;
      while (at < plain.length()) {
        comments += relayed.comment() ? 1 : 0;
        int to = at + 1 + random.nextInt(Math.min(4, plain.length() - at));
        relayed.relay(plain.substring(at, to));
        at = to;
      }
      comments += relayed.comment() ? 1 : 0;
      assertEquals(
          events(plain.toString()),
          events(relayed.sent.toString()),
          () -> plain + " became " + relayed.sent);
    }
    assertTrue(comments > 20_000, comments + " comments");
  }

  /** What a browser makes of a stream: "Parsing an event stream" in the HTML standard, 9.2.6. */
  private static List<String> events(String bytes) {
    String text = bytes.startsWith("\u00ef\u00bb\u00bf") ? bytes.substring(3) : bytes;
    List<String> events = new ArrayList<>();
    StringBuilder fields = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\r' && c != '\n') {
        line.append(c);
        continue;
      }
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        i++;
      }
      if (line.isEmpty()) {
        events.add(fields.toString());
        fields.setLength(0);
      } else if (line.charAt(0) != ':' && isField(line.toString().split(":", 2)[0])) {
        fields.append(line).append('|');
      }
      line.setLength(0);
    }
    events.removeIf(String::isEmpty);
    return events;
  }

  private static boolean isField(String name) {
    return List.of("data", "id", "event").contains(name);
  }
}
