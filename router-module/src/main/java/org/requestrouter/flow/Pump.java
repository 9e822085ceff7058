package org.requestrouter.flow;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;

/**
 * Moves something along in steps, until it is all done or fails. A step may start a write, which
 * completes this callback, perhaps at once; the next step follows then. At most one thread is in a
 * step. It is Jetty's IteratingCallback with compare-and-sets in place of its locks, of which a
 * short exchange would take more than it has steps.
 */
public abstract class Pump implements Callback {

  /** What a step has come to. */
  public enum Step {
    /** Nothing can be done until {@link #iterate} is called. */
    IDLE,
    /** A write has been started, which will complete this callback. */
    SCHEDULED,
    /** All is done. */
    DONE
  }

  // The state. AGAIN and ABORTED are added to others.
  private static final int IDLE = 0;
  private static final int RUNNING = 1;

  /** The write that this step has started is complete already. */
  private static final int WRITTEN = 2;

  private static final int PENDING = 3;
  private static final int ENDED = 4;
  private static final int STATE = 7;

  /** There was a call of {@link #iterate} during the step. */
  private static final int AGAIN = 8;

  /** There is a failure; the pump ends as soon as neither step nor write is under way. */
  private static final int FAILED = 16;

  private final AtomicInteger state = new AtomicInteger(IDLE);
  private volatile Throwable failure;

  /** Takes a step. */
  protected abstract Step step() throws Exception;

  /**
   * The end: called once, when nothing is under way any more.
   *
   * @param cause what went wrong, or null
   */
  protected abstract void ended(Throwable cause);

  /** There may be something to do. */
  public final void iterate() {
    while (true) {
      int current = state.get();
      if (current == IDLE) {
        if (state.compareAndSet(IDLE, RUNNING)) {
          run();
          return;
        }
      } else if ((current & STATE) != RUNNING
          || (current & AGAIN) != 0
          || state.compareAndSet(current, current | AGAIN)) {
        return;
      }
    }
  }

  /** Runs steps, in the state RUNNING. */
  private void run() {
    while (true) {
      Step step;
      try {
        step = step();
      } catch (Throwable x) {
        fail(x);
        step = Step.DONE;
      }
      if (!goesOn(step)) {
        return;
      }
    }
  }

  /** Whether another step is to follow at once. */
  private boolean goesOn(Step step) {
    while (true) {
      int current = state.get();
      int base = current & STATE;
      boolean pending = step == Step.SCHEDULED && base == RUNNING;
      int next;
      if (pending) {
        next = PENDING | (current & FAILED);
      } else if (step == Step.DONE || (current & FAILED) != 0) {
        next = ENDED;
      } else if (step == Step.IDLE && (current & AGAIN) == 0) {
        next = IDLE;
      } else {
        next = RUNNING;
      }
      if (state.compareAndSet(current, next)) {
        if (next == ENDED) {
          ended((current & FAILED) != 0 ? failure : null);
        }
        return next == RUNNING;
      }
    }
  }

  @Override
  public final void succeeded() {
    written();
  }

  @Override
  public final void failed(Throwable cause) {
    fail(cause);
    written();
  }

  private void written() {
    while (true) {
      int current = state.get();
      if ((current & STATE) == RUNNING) {
        if (state.compareAndSet(current, WRITTEN | (current & ~STATE))) {
          return;
        }
      } else if ((current & STATE) != PENDING) {
        // The step that has started the write failed after that.
        return;
      } else if ((current & FAILED) != 0) {
        if (state.compareAndSet(current, ENDED)) {
          ended(failure);
          return;
        }
      } else if (state.compareAndSet(current, RUNNING)) {
        run();
        return;
      }
    }
  }

  /** Ends the pump, as soon as neither a step nor a write is under way. */
  public final void abort(Throwable cause) {
    fail(cause);
    if (state.compareAndSet(IDLE | FAILED, ENDED)) {
      ended(failure);
    }
  }

  /** Notes a failure; the first one counts. */
  private void fail(Throwable cause) {
    while (true) {
      int current = state.get();
      if (current == ENDED || (current & FAILED) != 0) {
        return;
      }
      synchronized (this) {
        if (failure == null) {
          failure = cause;
        }
      }
      if (state.compareAndSet(current, current | FAILED)) {
        return;
      }
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
