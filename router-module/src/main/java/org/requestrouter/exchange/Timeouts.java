package org.requestrouter.exchange;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One timer for everything of the router that expires: connections, connection attempts, waiting
 * exchanges. An expiry is moved by writing a field; the timer looks at all only when the earliest
 * may be due.
 */
public final class Timeouts extends CyclicTimeouts<Timeouts.Timed> {

  /** Something that expires. */
  public interface Timed extends CyclicTimeouts.Expirable {

    /**
     * Called on the scheduler's thread, so that it must not block.
     *
     * @return whether it is done and need not be looked at again
     */
    boolean expired();
  }

  private final Set<Timed> timed = ConcurrentHashMap.newKeySet();

  /** Creates a timer on the scheduler. */
  public Timeouts(Scheduler scheduler) {
    super(scheduler);
  }

  /** Starts to watch over something. */
  public void add(Timed expirable) {
    timed.add(expirable);
    schedule(expirable);
  }

  /** Forgets something that no longer expires. */
  public void remove(Timed expirable) {
    timed.remove(expirable);
  }

  @Override
  protected Iterator<Timed> iterator() {
    return timed.iterator();
  }

  @Override
  protected boolean onExpired(Timed expirable) {
    return expirable.expired();
  }
}
