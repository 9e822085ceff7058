package org.requestrouter.connector;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Read interest that somebody else has registered on the connection's end point and may leave to
 * the connection: to take it over is cheaper than to give it up and to ask again.
 */
final class LeftInterest {
  private enum State {
    /** There is none, or it is the connection's own. */
    NONE,
    /** It is there to be taken. */
    LEFT,
    /** The connection waits by it. */
    TAKEN,
    /** It was there, but has fired before it was taken: the connection has to ask again. */
    FIRED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.NONE);

  boolean isNone() {
    return state.get() == State.NONE;
  }

  /** Offers what is registered. */
  void leave() {
    state.set(State.LEFT);
  }

  /** Takes over what was left; false if the connection has to register its own. */
  boolean take() {
    if (state.compareAndSet(State.LEFT, State.TAKEN)) {
      return true;
    }
    state.set(State.NONE);
    return false;
  }

  /** Takes no further notice of what was left; whether it is still registered. */
  boolean clear() {
    State before = state.getAndSet(State.NONE);
    return before == State.LEFT || before == State.TAKEN;
  }

  /** Notes that it has fired; true if it is the connection that waits by it. */
  boolean fire() {
    while (true) {
      State before = state.get();
      if (before == State.NONE || before == State.FIRED) {
        return false;
      }
      boolean taken = before == State.TAKEN;
      // Fails if what was left is being taken at this moment; then it is for the connection.
      if (state.compareAndSet(before, taken ? State.NONE : State.FIRED)) {
        return taken;
      }
    }
  }
}
