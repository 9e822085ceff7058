package org.requestrouter.share;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * One request to a server for all clients that ask for the same. It belongs to none of them: who
 * leaves is not missed, unless nobody is left.
 *
 * <p>Clients come and leave on their own threads, guarded by this object. What the server says
 * comes on one thread at a time, and is for the {@link Outcome} to deal with.
 */
final class Fetch {
  private final Coalescer coalescer;
  private final Plan plan;
  private final Exchange exchange;
  private final Set<Follower> followers = new LinkedHashSet<>();
  private Exchange maker;
  private boolean closed;

  /**
   * Creates a fetch.
   *
   * @param maker from whose request it is made and who waits for it; null if nobody does
   */
  Fetch(Coalescer coalescer, Plan plan, Exchange maker) {
    this.coalescer = coalescer;
    this.plan = plan;
    this.maker = maker;
    Outcome outcome = new Outcome(coalescer, this);
    Downstream downstream =
        new Downstream(
            plan.request(), new FetchResponse(plan.request(), outcome), new FetchEnd(outcome));
    this.exchange = new Exchange(downstream, coalescer.forNobody(), coalescer.fetchSettings());
  }

  Plan plan() {
    return plan;
  }

  Exchange exchange() {
    return exchange;
  }

  /**
   * Returns the only one who may have a response that is not for all: it can be about the request
   * that was sent. Null if that client has left. Others may have joined before it.
   */
  synchronized Exchange maker() {
    return maker;
  }

  /** Asks the server, if anybody waits. */
  void start() {
    if (isOver()) {
      abandon();
    } else {
      exchange.start();
    }
  }

  /** Whether all have left already; then nobody is let in any more. */
  private synchronized boolean isOver() {
    closed |= isUnwanted();
    return closed;
  }

  private boolean isUnwanted() {
    return followers.isEmpty() && !plan.isBackground();
  }

  /**
   * Lets a client wait for the response.
   *
   * @return false if it comes too late
   */
  boolean join(Exchange client) {
    Follower follower = new Follower(this, client);
    // Before anybody can answer it, as the watch over the client must not outlive the wait.
    if (!client.waitForServer(follower)) {
      return true;
    }
    synchronized (this) {
      if (closed) {
        return false;
      }
      followers.add(follower);
      coalescer.followerCount().increment();
    }
    if (follower.isGone()) {
      left(follower);
    }
    return true;
  }

  /** A client that waits has left. */
  void left(Follower follower) {
    synchronized (this) {
      if (!followers.remove(follower)) {
        return;
      }
      if (follower.exchange() == maker) {
        maker = null;
      }
      coalescer.followerCount().decrement();
      if (closed || !isUnwanted()) {
        return;
      }
      closed = true;
    }
    abandon();
  }

  /** Nobody waits any more. */
  void abandon() {
    coalescer.forget(this);
    exchange.clientFailed(new Failure(Failure.Kind.UNWANTED, new EofException("all have left")));
  }

  /** Lets nobody in any more; returns those that wait, in the order in which they came. */
  List<Exchange> close() {
    coalescer.forget(this);
    synchronized (this) {
      closed = true;
      List<Exchange> waiting = new ArrayList<>(followers.size());
      followers.forEach(follower -> waiting.add(follower.exchange()));
      coalescer.followerCount().add(-waiting.size());
      followers.clear();
      return waiting;
    }
  }
}
