package org.requestrouter.examples.bench.server;

import java.io.IOException;

/** Ends this process when the one that started it has ended, however that was. */
public final class Lifeline {
  private Lifeline() {}

  /** Watches the standard input, which the starter holds open and never writes to. */
  public static void watch() {
    Thread watcher = new Thread(Lifeline::awaitEnd, "lifeline");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes here; the end is what is waited for.
      }
    } catch (IOException x) {
      // The same as the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
