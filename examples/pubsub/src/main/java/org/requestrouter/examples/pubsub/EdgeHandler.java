package org.requestrouter.examples.pubsub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ajax.JSON;

/**
 * For a page that shows what a router before this server does: what it asks for, and what of it
 * comes here.
 *
 * <ul>
 *   <li>{@code /edge/slow} takes a tenth of a second, and no thread.
 *   <li>{@code /edge/visits} counts the visits of a client in its cookie.
 *   <li>{@code /edge/counts} tells how many OPTIONS requests and how many polls of the channel
 *       {@code scores} have come, how many of these wait, and the id of the last message.
 * </ul>
 */
final class EdgeHandler extends Handler.Abstract.NonBlocking {
  private static final String CHANNEL = "scores";
  private static final String POLLS = "/subscriptions/channel/" + CHANNEL;
  private static final String COOKIE = "visits";
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
  private static final long SLOW_MILLIS = 100;

  private final LongAdder preflights = new LongAdder();
  private final LongAdder polls = new LongAdder();
  private final Channels channels;

  EdgeHandler(Channels channels) {
    this.channels = channels;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (HttpMethod.OPTIONS.is(request.getMethod())) {
      preflights.increment();
    } else if (path.equals(POLLS)) {
      polls.increment();
    }
    switch (path) {
      case "/edge/slow" ->
          request
              .getComponents()
              .getScheduler()
              .schedule(
                  () -> answer(response, callback, Map.of("millis", SLOW_MILLIS)),
                  SLOW_MILLIS,
                  TimeUnit.MILLISECONDS);
      case "/edge/visits" -> answer(response, callback, visit(request, response));
      case "/edge/counts" -> answer(response, callback, counts());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The cookie is one that browsers also keep, and send, when a page of another site asks. */
  private static Map<String, Object> visit(Request request, Response response) {
    long before =
        Request.getCookies(request).stream()
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(HttpCookie::getValue)
            .filter(COUNT.asMatchPredicate())
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0);
    Response.addCookie(
        response,
        HttpCookie.build(COOKIE, Long.toString(before + 1))
            .path("/")
            .httpOnly(true)
            .secure(true)
            .sameSite(HttpCookie.SameSite.NONE)
            .partitioned(true)
            .build());
    return Map.of(COOKIE, before + 1);
  }

  private Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("preflights", preflights.sum());
    counts.put("polls", polls.sum());
    counts.put("waiting", channels.waiting(CHANNEL));
    counts.put("last", channels.lastId());
    return counts;
  }

  private static void answer(Response response, Callback callback, Map<String, Object> content) {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] json = new JSON().toJSON(content).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(json), callback);
  }
}
