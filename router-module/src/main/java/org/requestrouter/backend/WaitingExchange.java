package org.requestrouter.backend;

import java.util.function.LongSupplier;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.balance.Placement;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.QueuePlace;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.health.CircuitBreaker;

/**
 * An exchange that looks for a server and, if all are full, waits in a line of the backend; then it
 * holds neither thread nor buffer. Who chooses a server for it holds its lock, since a dispatching
 * thread may look at it while another takes it out to place it anew.
 */
final class WaitingExchange implements Placement<BackendServer>, QueuePlace, Timeouts.Timed {
  private final Backend backend;
  private final Exchange exchange;
  private Roster roster;
  private String key;
  private BackendServer preferred;
  private BackendServer only;
  private boolean asking;
  private int pass;

  /** Where it waits, or has waited last; made only for those that have to wait. */
  private volatile Line.Place place;

  private volatile boolean over;
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
    preferred = among.preferred(exchange);
  }

  /** Whether it has waited already; then it may wait for a server to return, too. */
  boolean hasWaited() {
    return place != null;
  }

  /** The server that the exchange belongs to, and waits for if it is full; or null. */
  BackendServer preferred() {
    return preferred;
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
    if (asking) {
      only = server;
      return false;
    }
    pass = server.tryPass();
    if (pass != CircuitBreaker.REFUSED) {
      if (server.tryAcquire()) {
        return true;
      }
      server.abandoned(pass);
    } else if (server == preferred) {
      // Only what is full is worth waiting for: one that is on trial may be held by a long poll.
      preferred = null;
    }
    return false;
  }

  @Override
  public String key() {
    return key;
  }

  /**
   * The only server that will do, as the exchange belongs there or the policy hashes its request;
   * or null if there may be others.
   */
  BackendServer onlyServer() {
    if (preferred != null || key == null) {
      return preferred;
    }
    only = null;
    asking = true;
    roster.pick(this);
    asking = false;
    return only;
  }

  /** Begins to wait, or goes on in another line; returns its place there. */
  Line.Place enter(Line entered, LongSupplier arrivals) {
    if (place == null) {
      number = arrivals.getAsLong();
      expiry = NanoTime.now() + exchange.settings().timing().queue();
    }
    Line.Place taken = entered.place(this);
    place = taken;
    return taken;
  }

  /** Begins on the server where it has acquired a place, unless it has ended meanwhile. */
  void begin(BackendServer server) {
    over = true;
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
    return place.isTaken();
  }

  /**
   * Ends the wait; returns the line that was left, or null if another has ended it, or if it has
   * not begun: the client may leave as soon as it is watched.
   */
  Line take() {
    Line.Place left = place;
    return left != null && left.leave() ? left.line() : null;
  }

  @Override
  public void leave() {
    over = true;
    backend.left(this);
  }

  /** Whether it has begun, or ended, and will not wait again. */
  boolean isOver() {
    return over;
  }

  @Override
  public long getExpireNanoTime() {
    return expiry;
  }

  @Override
  public boolean expired() {
    // Unless it is just between two lines: then the timer has to come back.
    return backend.expired(this) || over;
  }
}
