package org.requestrouter.share;

import java.util.List;
import org.requestrouter.cache.StoredResponse;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * What those are told that have waited for a fetch. One of them is counted with the fetch, which
 * the server has seen, so that the figures of a backend count each client once.
 */
record Replies(Coalescer coalescer, Plan plan) {

  /**
   * Gives them a response, unless it depends on something in which they differ from the request
   * that was sent: then they go on.
   *
   * @param answered what is said of the way of the answer
   * @param then runs when all have it in hand
   */
  void give(
      StoredResponse response, Extra.Answered answered, List<Exchange> waiting, Runnable then) {
    First first = new First();
    FanOut.each(
        waiting,
        coalescer.executor(),
        exchange -> {
          if (!response.matches(plan.key(), exchange.downstream().request())) {
            goOn(exchange);
          } else if (first.is(exchange)) {
            Delivery.give(exchange, response, Extra.fetched(plan, response, answered, false));
          } else if (Delivery.give(
              exchange, response, Extra.fetched(plan, response, answered, true))) {
            coalescer.metrics().coalesced();
          }
        },
        then);
  }

  /** Once more together with those who are alike, now that it is known in what; then alone. */
  private void goOn(Exchange exchange) {
    if (plan.key().isNarrowed()) {
      coalescer.goOnAlone(List.of(exchange));
    } else {
      coalescer.goOn(exchange);
    }
  }

  /**
   * Gives them what is kept in place of a failure.
   *
   * @param status of the server, or 0 if it has not answered
   */
  void standIn(List<Exchange> waiting, int status) {
    StoredResponse kept = plan.stale();
    Extra extra = Extra.standIn(plan, status);
    if (!kept.content().tryRetain()) {
      coalescer.goOnAlone(waiting);
      return;
    }
    FanOut.each(
        waiting,
        coalescer.executor(),
        exchange -> {
          if (!kept.matches(plan.key(), exchange.downstream().request())) {
            goOn(exchange);
          } else if (Delivery.give(exchange, kept, extra)) {
            coalescer.metrics().cacheHit();
          }
        },
        kept.content()::release);
  }

  /** Tells them that there is nothing. */
  void fail(List<Exchange> waiting, Failure failure) {
    First first = new First();
    FanOut.each(
        waiting,
        coalescer.executor(),
        exchange -> {
          first.is(exchange);
          exchange.fail(failure);
        },
        () -> {});
  }

  /** Finds the one that is counted with the fetch; used by one thread after the other. */
  private static final class First {
    private boolean found;

    boolean is(Exchange exchange) {
      boolean first = !found;
      found = true;
      if (first) {
        exchange.record().countElsewhere();
      }
      return first;
    }
  }
}
