package org.requestrouter.examples.pubsub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Requests of one method for paths that end with the name of a channel. */
abstract class ChannelHandler extends Handler.Abstract.NonBlocking {
  private static final Pattern ID = Pattern.compile("\\d{1,18}");

  private final HttpMethod method;
  private final Pattern path;

  ChannelHandler(HttpMethod method, String prefix) {
    this.method = method;
    this.path = Pattern.compile(Pattern.quote(prefix) + "([\\w.~-]{1,64})");
  }

  @Override
  public final boolean handle(Request request, Response response, Callback callback) {
    Matcher matcher = path.matcher(Request.getPathInContext(request));
    if (!matcher.matches()) {
      return false;
    }
    if (method.is(request.getMethod())) {
      handle(matcher.group(1), request, response, callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    }
    return true;
  }

  /** Handles a request for a channel, and completes the callback. */
  abstract void handle(String channel, Request request, Response response, Callback callback);

  /** Whether the text is missing or a message id; if it is neither, the request is refused. */
  static boolean isIdOrMissing(
      String after, Request request, Response response, Callback callback) {
    if (after == null || ID.matcher(after).matches()) {
      return true;
    }
    Response.writeError(
        request, response, callback, HttpStatus.BAD_REQUEST_400, "after is not a message id");
    return false;
  }

  /** The parameter {@code after}, or null. */
  static String after(Request request) {
    return Request.extractQueryParameters(request).getValue("after");
  }
}
