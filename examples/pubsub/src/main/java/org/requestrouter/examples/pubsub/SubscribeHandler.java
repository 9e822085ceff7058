package org.requestrouter.examples.pubsub;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /subscriptions/channel/NAME[?after=ID]}: waits, without a thread, for a message. */
final class SubscribeHandler extends ChannelHandler {
  private final Channels channels;
  private final Duration hold;

  SubscribeHandler(Channels channels, Duration hold) {
    super(HttpMethod.GET, "/subscriptions/channel/");
    this.channels = channels;
    this.hold = hold;
  }

  @Override
  void handle(String channel, Request request, Response response, Callback callback) {
    String after = after(request);
    if (isIdOrMissing(after, request, response, callback)) {
      Optional<Long> id = Optional.ofNullable(after).map(Long::valueOf);
      subscribe(channel, id, new Subscription(request, response, callback, id.isPresent()));
    }
  }

  private void subscribe(String name, Optional<Long> after, Subscription subscription) {
    subscription.hold(hold, () -> channels.leave(name, subscription));
    channels.next(name, after, subscription).ifPresent(subscription::deliver);
    if (subscription.hasEnded()) {
      // The client may have left before it was among the waiters.
      channels.leave(name, subscription);
    }
  }
}
