package org.requestrouter.share;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.cache.FetchedHeader;
import org.requestrouter.cache.SharedContent;
import org.requestrouter.cache.Sharing;
import org.requestrouter.cache.StoredResponse;
import org.requestrouter.cache.Variant;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;

/**
 * What becomes of a fetch. Its response is collected and then given to all that wait; if it cannot
 * be shared, the one from whose request it was made has it as it comes, and the others go on alone.
 * Where a response is kept that may stand in for a failure, it does.
 *
 * <p>What the server says comes on one thread at a time, but when the last client leaves, it is
 * over on another thread meanwhile: then nothing may be collected any more.
 */
final class Outcome {
  private final Coalescer coalescer;
  private final Fetch fetch;
  private final Plan plan;
  private FetchedHeader header;
  private Sharing sharing;
  private Collector collector;
  private Relay relay;
  private boolean over;

  /** Whether those that wait have been answered before the end of the response. */
  private boolean settled;

  Outcome(Coalescer coalescer, Fetch fetch) {
    this.coalescer = coalescer;
    this.fetch = fetch;
    this.plan = fetch.plan();
  }

  /** A part of the response has come. */
  void received(FetchResponse response, boolean last, ByteBuffer content, Callback callback) {
    if (header == null && !judge(response)) {
      callback.failed(new EofException("all have left"));
    } else if (relay != null) {
      relay.write(last, content, callback);
    } else if (settled || collects(content)) {
      callback.succeeded();
    } else if (part(response)) {
      relay.write(collector.content(), last, content, callback);
    } else {
      callback.failed(new EofException("all have left"));
    }
  }

  private boolean judge(FetchResponse response) {
    FetchedHeader received = plan.header(response);
    synchronized (this) {
      if (over) {
        return false;
      }
      collector = coalescer.collector(received.fields().getLongField(HttpHeader.CONTENT_LENGTH));
    }
    header = received;
    sharing = Sharing.of(plan.request().getHeaders(), header, coalescer.policy());
    if (plan.hasInsteadOf(header.status())) {
      settled = true;
      replies().standIn(fetch.close(), header.status());
    } else if (!isValidation()) {
      coalescer.cache().learn(plan.key(), sharing);
      if (!sharing.isStored()) {
        // It is for those who have asked before it came.
        coalescer.forget(fetch);
      }
    }
    return true;
  }

  private boolean isValidation() {
    return plan.isValidatedBy(header.status());
  }

  private boolean collects(ByteBuffer content) {
    return (isValidation() || sharing.isShared()) && (content == null || collector.add(content));
  }

  /** Leaves the response to the one whose request was sent; the others go on alone. */
  private boolean part(FetchResponse response) {
    List<Exchange> waiting = fetch.close();
    Exchange maker = fetch.maker();
    if (waiting.remove(maker)) {
      Relay next = new Relay(fetch.exchange(), maker);
      relay = next.begin(response, Extra.forwarded(plan, sharing)) ? next : null;
    }
    coalescer.goOnAlone(waiting);
    return relay != null;
  }

  /** The whole response has come. */
  void completed() {
    if (relay != null) {
      relay.completed();
    } else if (!settled && isValidation()) {
      collector.release();
      validated();
      return;
    } else if (!settled) {
      SharedContent content = collector.content();
      Variant variant = plan.key().variant(sharing.vary(), plan.request());
      answer(StoredResponse.of(header, sharing, variant, content), content::release);
    }
    end();
  }

  private void validated() {
    StoredResponse response = plan.validated(header);
    if (response != null && response.sharing().isShared()) {
      answer(response, plan::release);
    } else {
      coalescer.cache().invalidate(plan.key().target(), System.nanoTime());
      coalescer.goOnAlone(fetch.close());
      end();
    }
  }

  /** Keeps the response, if it may be kept, and answers all that wait. */
  private void answer(StoredResponse response, Runnable then) {
    boolean kept = coalescer.cache().put(plan.key(), response);
    // Only now: who comes after that finds what is kept.
    Extra.Answered answered = new Extra.Answered(header.status(), kept);
    replies().give(response, answered, fetch.close(), then);
  }

  /** There is no response, or not all of it. */
  void failed(Failure failure) {
    synchronized (this) {
      over = true;
    }
    if (relay != null) {
      relay.failed(failure.cause());
    } else if (plan.hasInsteadOfError()) {
      replies().standIn(fetch.close(), 0);
    } else {
      replies().fail(fetch.close(), failure);
    }
    end();
  }

  private void end() {
    // Room is made by the announced length, also for what is not collected then.
    if (collector != null) {
      collector.release();
    }
    plan.release();
  }

  private Replies replies() {
    return new Replies(coalescer, plan);
  }
}
