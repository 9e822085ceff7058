package org.requestrouter.examples.pubsub;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** {@code GET /subscriptions/channel/NAME[?after=ID]}: waits, without a thread, for a message. */
final class SubscribeHandler extends Handler.Abstract.NonBlocking {
  private static final Pattern PATH = Pattern.compile("/subscriptions/channel/([\\w.~-]{1,64})");
  private static final Pattern ID = Pattern.compile("\\d{1,18}");

  private final Channels channels;
  private final Duration hold;

  SubscribeHandler(Channels channels, Duration hold) {
    this.channels = channels;
    this.hold = hold;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Matcher path = PATH.matcher(Request.getPathInContext(request));
    if (!path.matches()) {
      return false;
    }
    if (!HttpMethod.GET.is(request.getMethod())) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    Fields.Field after = Request.extractQueryParameters(request).get("after");
    if (after != null && !ID.matcher(after.getValue()).matches()) {
      Response.writeError(
          request, response, callback, HttpStatus.BAD_REQUEST_400, "after is not a message id");
      return true;
    }
    Optional<Long> id = Optional.ofNullable(after).map(f -> Long.parseLong(f.getValue()));
    subscribe(path.group(1), id, new Subscription(request, response, callback, id.isPresent()));
    return true;
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
