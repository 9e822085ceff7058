package org.requestrouter.examples.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ajax.JSON;

/** {@code POST /publish/NAME}: gives the request's content to all who wait. */
final class PublishHandler extends ChannelHandler {
  static final int MAX_CONTENT = 64 * 1024;

  private final Channels channels;

  PublishHandler(Channels channels) {
    super(HttpMethod.POST, "/publish/");
    this.channels = channels;
  }

  @Override
  void handle(String channel, Request request, Response response, Callback callback) {
    Content.Source.asByteArrayAsync(
        request,
        MAX_CONTENT,
        Promise.Invocable.from(
            InvocationType.NON_BLOCKING,
            content -> publish(channel, content, response, callback),
            failure -> refuse(request, response, callback, failure)));
  }

  private void publish(String name, byte[] content, Response response, Callback callback) {
    Channels.Delivery delivery = channels.publish(name, new String(content, UTF_8));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", delivery.id());
    answer.put("receivers", delivery.receivers());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, new JSON().toJSON(answer), callback);
  }

  private static void refuse(
      Request request, Response response, Callback callback, Throwable failure) {
    if (failure instanceof IllegalStateException) {
      Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
    } else {
      callback.failed(failure);
    }
  }
}
