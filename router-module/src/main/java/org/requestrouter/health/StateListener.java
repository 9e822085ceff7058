package org.requestrouter.health;

/** Is told when a server becomes available or ceases to be. */
@FunctionalInterface
public interface StateListener {

  /**
   * The state has changed. Called once for each change, in their order, never two at once; on the
   * thread that has noticed, which may be a selector's or the scheduler's, so it must not block.
   *
   * @param up the state now, or already history if {@code isUp()} says otherwise
   * @param reason what has led to it, for people
   */
  void changed(boolean up, String reason);
}
