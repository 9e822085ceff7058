package org.requestrouter.backend;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.balance.Placement;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.QueuePlace;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.health.CircuitBreaker;

/**
 * An exchange that looks for a server and, if all are full, waits in a line of the backend; then it
 * holds neither thread nor buffer.
 */
final class WaitingExchange implements Placement<BackendServer>, QueuePlace, Timeouts.Timed {
  private final Backend backend;
  private final Exchange exchange;
  private Roster roster;
  private String key;
  private BackendServer refusedBy;
  private int pass;

  /** The line, or null for one that waits no more; made only for those that have to wait. */
  private AtomicReference<Line> line;

  private long number;
  private long expiry;

  WaitingExchange(Backend backend, Exchange exchange) {
    this.backend = backend;
    this.exchange = exchange;
  }

  /** Looks for a server among these from now on. */
  void choose(Roster among) {
    roster = among;
    key = among.key(exchange);
    refusedBy = null;
  }

  /** Whether it has waited already; then it may wait for a server to return, too. */
  boolean hasWaited() {
    return line != null;
  }

  /** Whether it has been let in already, and cannot be refused any more for want of room. */
  boolean isAccepted() {
    return hasWaited() || exchange.attempts().isUnderWay();
  }

  /** The servers among which it was last placed. */
  Roster roster() {
    return roster;
  }

  Exchange exchange() {
    return exchange;
  }

  @Override
  public boolean excludes(BackendServer server) {
    return exchange.attempts().hasTried(server);
  }

  @Override
  public boolean acquire(BackendServer server) {
    pass = server.tryPass();
    if (pass != CircuitBreaker.REFUSED) {
      if (server.tryAcquire()) {
        return true;
      }
      server.abandoned(pass);
    }
    refusedBy = server;
    return false;
  }

  @Override
  public String key() {
    return key;
  }

  /** The only server that will do, which is full; or null if there may be others. */
  BackendServer onlyServer() {
    return key == null ? null : refusedBy;
  }

  /** Begins to wait, or goes on in another line. */
  void enter(Line entered, LongSupplier arrivals) {
    if (line == null) {
      number = arrivals.getAsLong();
      expiry = NanoTime.now() + exchange.settings().timing().queue();
      line = new AtomicReference<>();
    }
    line.set(entered);
  }

  /** Begins on the server where it has acquired a place, unless it has ended meanwhile. */
  void begin(BackendServer server) {
    if (!exchange.begin(server, pass)) {
      giveBack(server);
    }
  }

  /** Gives the place back that it has acquired. */
  void giveBack(BackendServer server) {
    server.abandoned(pass);
    server.release();
  }

  /** When it arrived, in numbers that grow. */
  long number() {
    return number;
  }

  boolean isWaiting() {
    return line.get() != null;
  }

  /** Ends the wait; returns the line that was left, or null if another has ended it. */
  Line take() {
    return line.getAndSet(null);
  }

  @Override
  public void leave() {
    backend.left(this);
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    backend.expired(this);
    return true;
  }
}
