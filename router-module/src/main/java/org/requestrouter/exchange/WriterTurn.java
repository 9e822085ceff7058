package org.requestrouter.exchange;

/** Lets whoever ends a response wait until the attempt that writes it has come to its end. */
final class WriterTurn {
  private boolean open;
  private Runnable afterwards;

  synchronized void open() {
    open = true;
  }

  synchronized boolean isOpen() {
    return open;
  }

  void close() {
    Runnable then;
    synchronized (this) {
      open = false;
      then = afterwards;
      afterwards = null;
    }
    if (then != null) {
      then.run();
    }
  }

  /** Runs the action once nobody writes any more. */
  void whenClosed(Runnable then) {
    synchronized (this) {
      if (open) {
        afterwards = then;
        return;
      }
    }
    then.run();
  }
}
