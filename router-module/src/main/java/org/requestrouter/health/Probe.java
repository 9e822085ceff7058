package org.requestrouter.health;

import java.io.Closeable;

/** One check under way. */
interface Probe extends Closeable {

  /** Is told what has come of it, at most once, on any thread. */
  @FunctionalInterface
  interface Outcome {
    void ended(boolean passed, String result);
  }

  /** Returns what it has been waiting for, for people. */
  String waitingFor();

  /** Closes its connection, if that is still open; nothing is told any more. */
  @Override
  void close();
}
