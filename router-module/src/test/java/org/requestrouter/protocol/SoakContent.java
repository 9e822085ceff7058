package org.requestrouter.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Content of a pattern that tells where in it a byte belongs, and whose it is. */
final class SoakContent {
  private static final int PERIOD = 251;
  private static final int PIECE = 16_000;

  private SoakContent() {}

  static String framing(SoakPlan plan) {
    return plan.chunked() ? "Transfer-Encoding: chunked" : "Content-Length: " + plan.size();
  }

  /** Sends the content up to {@code end}, which ends it if it is the whole. */
  static void send(Wire wire, SoakPlan plan, int end) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int at = 0; at < end; at += PIECE) {
      int length = Math.min(PIECE, end - at);
      for (int i = 0; i < length; i++) piece[i] = at(plan, at + i);
      if (plan.chunked()) wire.send(Integer.toHexString(length) + "\r\n");
      wire.send(Arrays.copyOf(piece, length));
      if (plan.chunked()) wire.send("\r\n");
    }
    if (plan.chunked() && end == plan.size()) wire.send("0\r\n\r\n");
  }

  /** Reads the content from its beginning to {@code end}. */
  static void expect(ContentReader content, SoakPlan plan, int end) throws IOException {
    for (int i = 0; i < end; i++) {
      int read = content.next();
      if (read != (at(plan, i) & 0xFF)) {
        throw new AssertionError("byte " + i + " is " + read);
      }
    }
    if (end == plan.size() && content.next() >= 0) throw new AssertionError("more than " + end);
  }

  private static byte at(SoakPlan plan, int index) {
    return (byte) ((plan.id() + index) % PERIOD);
  }

  static String event(SoakPlan plan, int number) {
    return "data: " + plan.id() + " " + number + "\n\n";
  }

  /** The same for all who ask for the target. */
  static String shared(SoakPlan plan) {
    return plan.target().repeat(500 * plan.size());
  }

  /** Messages of a WebSocket, short and long by turns. */
  static String message(SoakPlan plan, int number) {
    String start = plan.id() + " " + number;
    return number % 3 == 2 ? start + " ".repeat(5_000) + "." : start;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
