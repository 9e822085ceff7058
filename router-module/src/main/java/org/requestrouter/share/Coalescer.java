package org.requestrouter.share;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Request;
import org.requestrouter.cache.Lookup;
import org.requestrouter.cache.RequestDirectives;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.cache.ShareKey;
import org.requestrouter.cache.SharePolicy;
import org.requestrouter.cache.StoredResponse;
import org.requestrouter.cache.TargetKey;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.exchange.ServerGroup;

/**
 * A backend as the requests of a rule see it that shares responses. Before a server is asked, a
 * request is answered from what is kept, or waits for what has been asked already.
 */
final class Coalescer extends BackendView {
  private final Shares shares;
  private final SharePolicy policy;
  private final RouteSettings fetchSettings;
  private final ConcurrentMap<ShareKey, Fetch> fetches = new ConcurrentHashMap<>();

  Coalescer(Shares shares, ServerGroup backend, RouteSettings settings, SharePolicy policy) {
    super(backend);
    this.shares = shares;
    this.policy = policy;
    this.fetchSettings = settings.forNobody();
  }

  @Override
  public void place(Exchange exchange) {
    ShareKey key = exchange.attempts().isUnderWay() ? null : key(exchange);
    if (key == null) {
      watchForChange(exchange);
      backend.place(exchange);
    } else {
      share(exchange, key, false);
    }
  }

  /** Returns what the request has in common with others; null if it is better sent by itself. */
  private ShareKey key(Exchange exchange) {
    Request request = exchange.downstream().request();
    ShareKey key = ShareKey.of(request, policy, this);
    return key == null ? null : cache().narrow(key, request);
  }

  /** Requests that may change what is kept make an end of it. */
  private void watchForChange(Exchange exchange) {
    Request request = exchange.downstream().request();
    if (!ResponseCache.invalidates(request.getMethod(), 200)) {
      return;
    }
    TargetKey target = TargetKey.of(request, policy, this);
    String method = request.getMethod();
    if (target != null) {
      exchange.atEnd(
          () -> {
            if (ResponseCache.invalidates(method, exchange.downstream().response().getStatus())) {
              changed(target);
            }
          });
    }
  }

  /** What has been asked for before is no answer to those who ask from now on. */
  private void changed(TargetKey target) {
    cache().invalidate(target, System.nanoTime());
    fetches.keySet().removeIf(key -> key.target().equals(target));
  }

  /**
   * Answers from what is kept, or lets the client wait for a fetch.
   *
   * @param admitted whether it has been counted for its client
   */
  private void share(Exchange exchange, ShareKey key, boolean admitted) {
    boolean counted = admitted;
    while (true) {
      // In this order: what is not under way any more has been kept before.
      Fetch fetch = fetches.get(key);
      Lookup found = cache().lookup(key, exchange.downstream().request(), System.nanoTime());
      if (found.answers() && answer(exchange, key, found)) {
        return;
      }
      if (refuses(exchange)) {
        exchange.fail(new Failure(Failure.Kind.NOT_KEPT, null));
        return;
      }
      counted = counted || backend.admit(exchange);
      if (!counted || waits(exchange, key, found, fetch)) {
        return;
      }
    }
  }

  private boolean refuses(Exchange exchange) {
    return policy.heedsRequestDirectives()
        && RequestDirectives.of(exchange.downstream().request().getHeaders()).onlyIfCached();
  }

  private boolean answer(Exchange exchange, ShareKey key, Lookup found) {
    // Before the answer, after which there may be no request to make it from.
    Fetch anew =
        found.revalidates() && !fetches.containsKey(key) ? fetch(exchange, key, found, true) : null;
    StoredResponse kept = found.response();
    boolean answered = Delivery.give(exchange, kept, Extra.hit(policy, kept));
    if (answered) {
      metrics().cacheHit();
    }
    if (anew != null && fetches.putIfAbsent(key, anew) == null) {
      anew.start();
    } else if (anew != null) {
      anew.plan().release();
    }
    return answered;
  }

  private boolean waits(Exchange exchange, ShareKey key, Lookup found, Fetch underWay) {
    Fetch fetch = underWay;
    Fetch made = null;
    if (fetch == null) {
      made = fetch(exchange, key, found, false);
      fetch = fetches.putIfAbsent(key, made);
      fetch = fetch == null ? made : fetch;
    }
    boolean joined = fetch.join(exchange);
    if (made != null && fetch != made) {
      made.plan().release();
    } else if (made != null) {
      made.start();
    } else if (!joined) {
      fetches.remove(key, fetch);
    }
    return joined;
  }

  private Fetch fetch(Exchange exchange, ShareKey key, Lookup found, boolean background) {
    Plan plan = Plan.of(key, exchange.downstream().request(), found, background);
    return new Fetch(this, plan, background ? null : exchange);
  }

  /** A fetch lets nobody in any more. */
  void forget(Fetch fetch) {
    fetches.remove(fetch.plan().key(), fetch);
  }

  /** These have waited for a response that is not for them. */
  void goOnAlone(List<Exchange> waiting) {
    FanOut.each(waiting, executor(), backend::placeAdmitted, () -> {});
  }

  /** This has waited for a response that depends on more than was known. */
  void goOn(Exchange exchange) {
    ShareKey key = key(exchange);
    if (key == null) {
      backend.placeAdmitted(exchange);
    } else {
      share(exchange, key, true);
    }
  }

  ServerGroup forNobody() {
    return new FetchGroup(backend);
  }

  RouteSettings fetchSettings() {
    return fetchSettings;
  }

  SharePolicy policy() {
    return policy;
  }

  ResponseCache cache() {
    return shares.cache();
  }

  Collector collector(long expected) {
    return new Collector(shares.buffers(), policy.maxContent(), expected);
  }

  Executor executor() {
    return shares.executor();
  }
}
