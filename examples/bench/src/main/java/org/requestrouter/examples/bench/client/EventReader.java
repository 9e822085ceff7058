package org.requestrouter.examples.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Finds the times that the events of a stream consist of, in whatever pieces they come. */
final class EventReader {
  private static final byte[] FIELD = "data: ".getBytes(StandardCharsets.US_ASCII);

  private int matched;
  private long time;

  void read(ByteBuffer buffer, LongConsumer events) {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      if (matched < FIELD.length) {
        matched = next == FIELD[matched] ? matched + 1 : 0;
        time = 0;
      } else if (next >= '0' && next <= '9') {
        time = time * 10 + next - '0';
      } else {
        matched = 0;
        events.accept(time);
      }
    }
  }
}
