package org.requestrouter.protocol;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets scripts wait for what a test says. */
final class Gates {
  private Gates() {}

  static void pass(CountDownLatch gate) throws InterruptedIOException {
    try {
      if (!gate.await(Wire.STEP.toMillis(), TimeUnit.MILLISECONDS))
        throw new InterruptedIOException("gate not opened");
    } catch (InterruptedException x) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
