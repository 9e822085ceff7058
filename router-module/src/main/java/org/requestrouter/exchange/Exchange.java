package org.requestrouter.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.metrics.GroupMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. It is placed on a server, tried, perhaps tried again, and ends
 * exactly once: completed, failed with a status, or aborted. All decisions about retry and failure
 * are made here; they come from the client's, the server's and the timers' threads, so the phase is
 * guarded by this object, and everything that calls out happens outside of the guard.
 */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private enum Phase {
    /** No server yet: being placed, or waiting in the queue. */
    PLACING,
    /** An attempt is under way; the client has seen nothing but interim responses. */
    TRYING,
    /** The response header goes to the client: no retry any more. */
    COMMITTED,
    ENDED
  }

  private final Downstream downstream;
  private final ServerGroup group;
  private final RequestContent content;
  private final long begin = NanoTime.now();
  private Phase phase = Phase.PLACING;
  private Attempt attempt;
  private int attempts;
  private boolean freshConnection;
  private List<ServerSlot> tried = List.of();

  /** Creates an exchange of the client's request with some server of the group. */
  public Exchange(Downstream downstream, ServerGroup group) {
    this.downstream = downstream;
    this.group = group;
    this.content = new RequestContent(downstream);
  }

  /** The client's side. */
  public Downstream downstream() {
    return downstream;
  }

  /** The content of the request. */
  public RequestContent content() {
    return content;
  }

  /** Whether the server was tried already, so that another is to be preferred. */
  public boolean hasTried(ServerSlot server) {
    return tried.contains(server);
  }

  /** The nanoseconds since the exchange began. */
  public long age() {
    return NanoTime.since(begin);
  }

  /** Places the exchange on a server, now or when one has a place. */
  public void start() {
    downstream.open(this, group.clientTimeout());
    group.place(this);
  }

  /** The exchange has to wait for a place; notice meanwhile when the client leaves. */
  public void waitForServer() {
    if (!hasContent()) {
      downstream.watch();
    }
  }

  private boolean hasContent() {
    Request request = downstream.request();
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /**
   * Tries the server, whose slot has been taken.
   *
   * @return false if the exchange has ended meanwhile, so that the caller keeps the slot
   */
  public boolean begin(ServerSlot server) {
    Attempt next;
    synchronized (this) {
      if (phase != Phase.PLACING) {
        return false;
      }
      phase = Phase.TRYING;
      attempts++;
      next = new Attempt(this, server, freshConnection);
      attempt = next;
    }
    server.upstream().send(next);
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
    breakOff(failure);
  }

  /** The exchange has taken longer, in total, than its door allows. */
  public void expired(TimeoutException cause) {
    breakOff(new Failure(Failure.Kind.SERVER_TIMEOUT, cause));
  }

  private void breakOff(Failure failure) {
    Phase before;
    Attempt current;
    synchronized (this) {
      before = phase;
      if (before == Phase.ENDED) {
        return;
      }
      phase = Phase.ENDED;
      current = attempt;
    }
    if (before == Phase.PLACING) {
      group.leave(this);
    } else {
      current.abort(failure.cause());
    }
    if (failure.kind().ofClient()) {
      metrics().aborted();
    } else {
      metrics().failed();
    }
    failed(failure, before == Phase.COMMITTED);
  }

  /** What happens is recorded where it happens: at the server, or before one is chosen. */
  private synchronized GroupMetrics metrics() {
    return attempt == null ? group.metrics() : attempt.server().metrics();
  }

  /** The client sends again while nothing was being read: perhaps content without a 100. */
  void clientSentMore() {
    content.proceed();
  }

  synchronized boolean commit(Attempt committing) {
    if (phase != Phase.TRYING || attempt != committing) {
      return false;
    }
    phase = Phase.COMMITTED;
    return true;
  }

  void attemptFailed(Attempt failed, Failure failure) {
    boolean committed;
    boolean again;
    synchronized (this) {
      if (phase == Phase.ENDED || attempt != failed) {
        return;
      }
      committed = phase == Phase.COMMITTED;
      again = !committed && mayRetry(failure);
      phase = again ? Phase.PLACING : Phase.ENDED;
      if (again) {
        prepareRetry(failed, failure);
      }
    }
    record(failed.server().metrics(), failure, again);
    if (again) {
      LOG.debug("retry after {}: {}", failed, failure);
      group.place(this);
    } else {
      failed(failure, committed);
    }
  }

  private static void record(GroupMetrics metrics, Failure failure, boolean again) {
    if (failure.kind() == Failure.Kind.REUSED_DIED) {
      metrics.reusedReset();
    } else {
      metrics.failed();
    }
    if (again) {
      metrics.retried();
    }
  }

  /**
   * A retry must not make a server act twice: either nothing was sent, or the method is idempotent,
   * the content can be sent again, and the connection was one that the server may have given up
   * before it saw the request (RFC 9110, 9.2.2).
   */
  private boolean mayRetry(Failure failure) {
    if (attempts > group.retries() || content.isTouched()) {
      return false;
    }
    return switch (failure.kind()) {
      case CONNECT, CONNECT_TIMEOUT -> true;
      case REUSED_DIED -> isIdempotent();
      default -> false;
    };
  }

  /** Whether the request may reach a server twice without harm (RFC 9110, 9.2.2). */
  public boolean isIdempotent() {
    String name = downstream.request().getMethod();
    if (HttpMethod.GET.is(name)) {
      return true;
    }
    HttpMethod method = HttpMethod.fromString(name);
    return method != null && method.isIdempotent();
  }

  private void prepareRetry(Attempt failed, Failure failure) {
    if (failure.kind() == Failure.Kind.REUSED_DIED) {
      // The server itself is not to blame; more of its pooled connections may be as dead.
      freshConnection = true;
      return;
    }
    if (tried.isEmpty()) {
      tried = new ArrayList<>();
    }
    tried.add(failed.server());
  }

  void responseRelayed(Attempt relayed) {
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return;
      }
      phase = Phase.ENDED;
    }
    relayed.server().metrics().completed(downstream.response().getStatus(), age());
    content.whenClosed(() -> content.discard(downstream::complete));
  }

  private void failed(Failure failure, boolean committed) {
    LOG.debug("exchange failed after {} ms: {}", age() / 1_000_000, failure);
    if (committed || failure.kind() == Failure.Kind.CLIENT_LEFT) {
      downstream.abort(failure.cause());
    } else {
      int status = failure.kind().status();
      metrics().completed(status, age());
      content.whenClosed(() -> respond(failure));
    }
  }

  private void respond(Failure failure) {
    if (downstream.respondsItself()) {
      content.withdraw(
          () -> {
            if (content.dropAvailable()) {
              downstream.linger();
            }
            downstream.respond(failure);
          });
    } else {
      int status = failure.kind().status();
      downstream.fail(status, () -> content.discard(downstream::complete));
    }
  }

  @Override
  public String toString() {
    return "Exchange["
        + downstream.request().getMethod()
        + " "
        + downstream.request().getHttpURI().getPathQuery()
        + ","
        + phase
        + ","
        + age() / 1_000_000
        + "ms]";
  }
}
