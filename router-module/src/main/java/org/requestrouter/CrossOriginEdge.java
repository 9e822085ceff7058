package org.requestrouter;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.backend.Backend;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.RouteSettings;
import org.requestrouter.headers.CrossOriginFields;

/**
 * The cross-origin policy of a rule: answers preflights, and refuses what the policy does not let
 * pass. Jetty's handler speaks the protocol: it sets the fields of all responses, which {@link
 * CrossOriginStream} keeps. What is refused takes the way of all the router's errors.
 */
final class CrossOriginEdge implements Request.Handler {
  /** More than scheme, host and port ever have, and little enough to be matched in no time. */
  private static final int LONGEST_ORIGIN = 300;

  private final CrossOriginPolicy policy;
  private final Backend backend;
  private final RouteSettings settings;

  /** Creates the edge of a rule, whose requests go to the backend with the settings. */
  CrossOriginEdge(CrossOriginPolicy policy, Backend backend, RouteSettings settings) {
    this.policy = policy;
    this.backend = backend;
    this.settings = settings;
  }

  CrossOriginPolicy policy() {
    return policy;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && CrossOriginFields.isPreflight(request)) {
      backend.metrics().preflight();
      Callback answered = Callback.from(() -> end(response, callback), callback::failed);
      return policy.protocol().handle(single(request, origin), response, answered);
    }
    boolean cross = origin != null && !settings.requestFields().isSameOrigin(request, origin);
    Request seen = cross ? single(request, origin) : withoutOrigin(request, origin);
    policy.protocol().handle(seen, response, callback);
    CrossOriginFields fields = CrossOriginFields.of(response.getHeaders());
    request.addHttpStreamWrapper(stream -> new CrossOriginStream(stream, fields));
    if (!cross || isAllowed(response) || policy.delivers(request)) {
      return false;
    }
    Failure refusal = new Failure(Failure.Kind.ORIGIN_REFUSED, null);
    new Exchange(new Downstream(request, response, callback), backend, settings).fail(refusal);
    return true;
  }

  private static boolean isAllowed(Response response) {
    return response.getHeaders().contains(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN);
  }

  /** Ends the answer to a preflight, whose fields say everything. */
  private void end(Response response, Callback callback) {
    boolean refused = !isAllowed(response) && !policy.deliversAll();
    response.setStatus(refused ? HttpStatus.FORBIDDEN_403 : HttpStatus.OK_200);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }

  /**
   * Returns a request in which several origins, which no browser sends, are one that nobody allows:
   * Jetty's handler would take any of them for all.
   */
  private static Request single(Request request, String origin) {
    boolean isSingle =
        origin.length() <= LONGEST_ORIGIN
            && origin.indexOf(' ') < 0
            && request.getHeaders().getValuesList(HttpHeader.ORIGIN).size() == 1;
    return isSingle ? request : withOrigin(request, "");
  }

  private static Request withoutOrigin(Request request, String origin) {
    return origin == null ? request : withOrigin(request, null);
  }

  private static Request withOrigin(Request request, String origin) {
    HttpFields.Mutable fields = HttpFields.build(request.getHeaders()).remove(HttpHeader.ORIGIN);
    if (origin != null) {
      fields.add(new HttpField(HttpHeader.ORIGIN, origin));
    }
    HttpFields seen = fields.asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return seen;
      }
    };
  }
}
