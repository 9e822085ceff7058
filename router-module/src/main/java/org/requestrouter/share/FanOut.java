package org.requestrouter.share;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/** Answers all that wait: a few at once, many by other threads, since each is a write. */
final class FanOut {
  private static final int FEW = 8;
  private static final int SLICE = 256;

  private FanOut() {}

  /**
   * Does something with each of them.
   *
   * @param then runs after the last, on whichever thread
   */
  static void each(
      List<Exchange> waiting, Executor executor, Consumer<Exchange> action, Runnable then) {
    if (waiting.size() <= FEW) {
      waiting.forEach(exchange -> act(exchange, action));
      then.run();
    } else {
      executor.execute(() -> slices(waiting, executor, action, then));
    }
  }

  /** One slice after the other, so that nothing else has to wait for all of them. */
  private static void slices(
      List<Exchange> waiting, Executor executor, Consumer<Exchange> action, Runnable then) {
    int end = Math.min(SLICE, waiting.size());
    waiting.subList(0, end).forEach(exchange -> act(exchange, action));
    if (end == waiting.size()) {
      then.run();
    } else {
      List<Exchange> rest = waiting.subList(end, waiting.size());
      executor.execute(() -> slices(rest, executor, action, then));
    }
  }

  /** A client may be leaving, and its request with it; that must not concern those behind it. */
  private static void act(Exchange exchange, Consumer<Exchange> action) {
    try {
      action.accept(exchange);
    } catch (RuntimeException x) {
      exchange.clientFailed(new Failure(Failure.Kind.RESPONSE_MISSING, x));
    }
  }
}
