package org.requestrouter.protocol;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A side that takes its time, now and then. */
final class RandomPace {
  private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(1500);

  private RandomPace() {}

  /** Sends the message at once, or in two pieces with a pause between them. */
  static void send(Wire wire, String message, Random random) throws IOException {
    int cut = random.nextBoolean() ? 0 : random.nextInt(message.length() + 1);
    wire.send(message.substring(0, cut));
    if (cut > 0) pause(random);
    wire.send(message.substring(cut));
  }

  static void pause(Random random) {
    LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE));
  }
}
