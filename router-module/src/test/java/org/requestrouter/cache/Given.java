package org.requestrouter.cache;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.requestrouter.config.CoalesceConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;

/** What the tests of this package are made from. */
final class Given {
  static final Object SCOPE = new Object();
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private Given() {}

  /** A policy that keeps responses for ten seconds. */
  static SharePolicy caching() {
    return policy(coalesce -> coalesce.setMicroCache("10s"));
  }

  static SharePolicy policy(Consumer<CoalesceConfig> settings) {
    RuleConfig rule = new RoutingConfig().useBackend("b");
    settings.accept(rule.coalesce());
    return SharePolicy.of(rule);
  }

  /** Fields from lines such as {@code Name: value}. */
  static HttpFields fields(String... lines) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String line : lines) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return fields.asImmutable();
  }

  static Request get(String uri, String... lines) {
    return request("GET", uri, lines);
  }

  static Request request(String method, String uri, String... lines) {
    Request request = mock(Request.class);
    HttpFields fields = fields(lines);
    HttpURI target = HttpURI.from(uri);
    when(request.getMethod()).thenReturn(method);
    when(request.getHttpURI()).thenReturn(target);
    when(request.getHeaders()).thenReturn(fields);
    when(request.isSecure()).thenReturn(uri.startsWith("https:"));
    return request;
  }

  /** A response that was sent and received at once, at a time. */
  static FetchedHeader response(long at, int status, String... lines) {
    return new FetchedHeader(status, fields(lines), at, at, 1_000_000_000_000L);
  }

  static FetchedHeader ok(String... lines) {
    return response(0, 200, lines);
  }

  static SharedContent content(String text) {
    return SharedContent.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), () -> {});
  }

  /** A response to the request, with content of which nobody else holds a reference. */
  static StoredResponse stored(ShareKey key, Request request, FetchedHeader header) {
    Sharing sharing = Sharing.of(request.getHeaders(), header, key.policy());
    Variant variant = key.variant(sharing.vary(), request);
    return StoredResponse.of(header, sharing, variant, content("content"));
  }
}
