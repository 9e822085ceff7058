package org.requestrouter.examples.pubsub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** {@code GET /events/NAME[?after=ID]}: the messages of a channel as server-sent events. */
final class EventsHandler extends Handler.Abstract.NonBlocking {
  private static final Pattern PATH = Pattern.compile("/events/([\\w.~-]{1,64})");
  private static final Pattern ID = Pattern.compile("\\d{1,18}");

  private final Channels channels;

  EventsHandler(Channels channels) {
    this.channels = channels;
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
    String after = after(request);
    if (after != null && !ID.matcher(after).matches()) {
      Response.writeError(
          request, response, callback, HttpStatus.BAD_REQUEST_400, "after is not a message id");
      return true;
    }
    long last = after == null ? channels.lastId() : Long.parseLong(after);
    new EventStream(channels, path.group(1), request, response, callback).start(last);
    return true;
  }

  /** A browser that comes back says what it has seen last, and knows better than the URI. */
  private static String after(Request request) {
    String last = request.getHeaders().get("Last-Event-ID");
    if (last != null) {
      return last;
    }
    Fields.Field after = Request.extractQueryParameters(request).get("after");
    return after == null ? null : after.getValue();
  }
}
