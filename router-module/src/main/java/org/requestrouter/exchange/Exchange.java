package org.requestrouter.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.requestrouter.affinity.Bond;
import org.requestrouter.headers.Upgrade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. It is placed on a server, tried, perhaps tried again, and ends
 * once: completed, failed with a status, or aborted. All decisions about retry and failure are made
 * here; they come from the client's, the server's and the timers' threads, so the phase is guarded
 * by this object, and everything that calls out happens outside of the guard.
 */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Downstream downstream;
  private final ServerGroup group;
  private final RouteSettings settings;
  private final RequestContent content;
  private final Attempts attempts;
  private final Bond bond;
  private final Upgrade upgrade;
  private final ExchangeRecord record;
  private Phase phase = Phase.PLACING;
  private Attempt attempt;
  private QueuePlace queuePlace;
  private List<Runnable> atEnd = List.of();
  private TotalTimeout totalTimeout;

  /** Creates an exchange of the client's request with some server of the group. */
  public Exchange(Downstream downstream, ServerGroup group, RouteSettings settings) {
    this.downstream = downstream;
    this.group = group;
    this.settings = settings;
    this.bond = downstream.bind(group);
    this.upgrade = Upgrade.of(downstream.request(), settings.upgrades());
    this.content = new RequestContent(downstream);
    this.attempts = new Attempts(downstream.request(), content, group);
    this.record = new ExchangeRecord(group.metrics());
  }

  /** The client's side. */
  public Downstream downstream() {
    return downstream;
  }

  /** The content of the request. */
  public RequestContent content() {
    return content;
  }

  /** What has been tried so far. */
  public Attempts attempts() {
    return attempts;
  }

  /** What binds this exchange to a server, or null. */
  public Bond bond() {
    return bond;
  }

  /** What the client would change its connection to, or null. */
  public Upgrade upgrade() {
    return upgrade;
  }

  /** How this exchange is carried. */
  public RouteSettings settings() {
    return settings;
  }

  /** When it began, and where its end is counted. */
  public ExchangeRecord record() {
    return record;
  }

  /** The nanoseconds since the exchange began. */
  public long age() {
    return record.age();
  }

  /** Begins. */
  public void start() {
    downstream.open(this, group.timeouts());
    totalTimeout = TotalTimeout.start(this, group.timeouts());
    group.retryPolicy().budget().requested();
    group.place(this);
  }

  /**
   * Has something done when the exchange ends, once.
   *
   * @return false if the exchange has ended already: then it is not done
   */
  public synchronized boolean atEnd(Runnable action) {
    if (phase == Phase.ENDED) {
      return false;
    }
    atEnd = atEnd.isEmpty() ? new ArrayList<>(1) : atEnd;
    atEnd.add(action);
    return true;
  }

  /**
   * The exchange has to wait for a place; notice meanwhile when the client leaves.
   *
   * @return false if the exchange has ended meanwhile and does not wait
   */
  public boolean waitForServer(QueuePlace place) {
    synchronized (this) {
      if (phase != Phase.PLACING) {
        return false;
      }
      queuePlace = place;
    }
    if (!attempts.hasContent()) {
      downstream.watch();
    }
    return true;
  }

  /**
   * Tries the server, whose slot has been taken.
   *
   * @param pass what the server has let it in with
   * @return false if the exchange has ended meanwhile, so that the caller keeps the slot
   */
  public boolean begin(ServerSlot server, int pass) {
    Attempt next;
    synchronized (this) {
      if (phase != Phase.PLACING) {
        return false;
      }
      phase = Phase.TRYING;
      queuePlace = null;
      record.chosen(server);
      next = attempts.next(this, server, pass);
      attempt = next;
    }
    next.send();
    return true;
  }

  /** Ends an exchange that could not be placed on any server. */
  public void fail(Failure failure) {
    synchronized (this) {
      if (phase != Phase.PLACING) {
        return;
      }
      phase = Phase.ENDED;
    }
    failed(failure, false);
  }

  /** The client has left, or its connection failed. No server is to blame. */
  public void clientLeft(Throwable cause) {
    clientFailed(new Failure(Failure.Kind.CLIENT_LEFT, cause));
  }

  /** The client broke the exchange off; the attempt is aborted and no server is to blame. */
  public void clientFailed(Failure failure) {
    breakOff(failure, true);
  }

  /** The exchange has taken longer, in total, than its door allows. */
  public void expired(TimeoutException cause) {
    breakOff(new Failure(Failure.Kind.SERVER_TIMEOUT, cause), true);
  }

  /** Ends the exchange if it waits for a place or for the response's header, and only then. */
  public void refuse(Failure failure) {
    breakOff(failure, false);
  }

  private void breakOff(Failure failure, boolean committedToo) {
    Phase before;
    Attempt current;
    QueuePlace place;
    synchronized (this) {
      before = phase;
      if (before == Phase.ENDED || (before == Phase.COMMITTED && !committedToo)) {
        return;
      }
      phase = Phase.ENDED;
      current = attempt;
      place = queuePlace;
    }
    if (place != null) {
      place.leave();
    } else if (current != null) {
      current.abort(failure.cause());
    }
    record.brokenOff(failure.kind());
    failed(failure, before == Phase.COMMITTED);
  }

  synchronized boolean commit(Attempt committing) {
    if (phase != Phase.TRYING || attempt != committing) {
      return false;
    }
    phase = Phase.COMMITTED;
    return true;
  }

  /** Whether the attempt's response is to be dropped and reported as failed, for its status. */
  synchronized boolean isRetried(Attempt answered, int status) {
    return phase == Phase.TRYING && attempt == answered && attempts.again(this, answered, status);
  }

  void attemptFailed(Attempt failed, Failure failure) {
    boolean committed;
    boolean again;
    synchronized (this) {
      if (phase == Phase.ENDED || attempt != failed) {
        return;
      }
      committed = phase == Phase.COMMITTED;
      again = !committed && attempts.again(this, failed, failure);
      phase = again ? Phase.PLACING : Phase.ENDED;
    }
    failure.record(failed.server().metrics(), again);
    if (again) {
      LOG.debug("retry after {}: {}", failed, failure);
      group.place(this);
    } else {
      failed(failure, committed);
    }
  }

  /**
   * Commits an exchange that waits to an answer which no attempt of its own brings.
   *
   * @param place what is left when the client breaks the answer off, or null
   * @return false if the exchange has ended meanwhile: nothing must be written
   */
  public synchronized boolean answer(QueuePlace place) {
    if (phase != Phase.PLACING) {
      return false;
    }
    phase = Phase.COMMITTED;
    queuePlace = place;
    return true;
  }

  /** The client has all of its answer. */
  public void answered() {
    if (end()) {
      over(atEnd);
      record.completed(downstream.response().getStatus());
      content.whenClosed(() -> content.discard(downstream::complete));
    }
  }

  /** The client has been told that its connection is upgraded; the tunnel goes on with it. */
  void upgraded(OpenTunnel tunnel) {
    boolean first = end();
    tunnel.hold(first ? atEnd : List.of());
    if (first) {
      over(List.of());
      record.completed(downstream.response().getStatus());
      downstream.handOver(tunnel);
    } else {
      tunnel.cut();
    }
  }

  private synchronized boolean end() {
    boolean first = phase != Phase.ENDED;
    phase = Phase.ENDED;
    return first;
  }

  private void over(List<Runnable> actions) {
    if (totalTimeout != null) {
      totalTimeout.forget();
    }
    downstream.ended();
    actions.forEach(Runnable::run);
  }

  private void failed(Failure failure, boolean committed) {
    LOG.debug("exchange failed after {} ms: {}", age() / 1_000_000, failure);
    over(atEnd);
    if (committed || failure.kind().isDeparture()) {
      content.whenClosed(() -> downstream.abort(failure.cause()));
    } else {
      record.completed(failure.kind().status());
      content.whenClosed(() -> FailureAnswer.give(downstream, content, failure));
    }
  }

  @Override
  public String toString() {
    return "Exchange[" + downstream.request() + "," + phase + "," + age() / 1_000_000 + "ms]";
  }
}
