package org.requestrouter.examples.pubsub;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /events/NAME[?after=ID]}: the messages of a channel as server-sent events. */
final class EventsHandler extends ChannelHandler {
  private final Channels channels;

  EventsHandler(Channels channels) {
    super(HttpMethod.GET, "/events/");
    this.channels = channels;
  }

  @Override
  void handle(String channel, Request request, Response response, Callback callback) {
    String seen = request.getHeaders().get("Last-Event-ID");
    // A browser that comes back says what it has seen last, and knows better than the URI.
    String after = seen == null ? after(request) : seen;
    if (isIdOrMissing(after, request, response, callback)) {
      long last = after == null ? channels.lastId() : Long.parseLong(after);
      new EventStream(channels, channel, request, response, callback).start(last);
    }
  }
}
