package org.requestrouter;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.backend.Backend;
import org.requestrouter.exchange.CrossOriginResponse;
import org.requestrouter.exchange.Downstream;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.exchange.Failure;
import org.requestrouter.exchange.RouteSettings;

/**
 * The cross-origin policy of a rule: answers preflights, and refuses what the policy does not let
 * pass. Jetty's handler speaks the protocol. It sets the fields of the response to what is carried
 * on, which {@link CrossOriginResponse} keeps, and writes preflights' answers, but no refusals:
 * those take the way of all the router's errors.
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
    CrossOriginHandler protocol = policy.protocol();
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null) {
      return protocol.handle(request, response, callback);
    }
    if (isPreflight(request)) {
      backend.metrics().preflight();
      Callback answered = Callback.from(() -> end(response, callback), callback::failed);
      return protocol.handle(known(request, origin), response, answered);
    }
    if (settings.requestFields().isSameOrigin(request, origin)) {
      return protocol.handle(withOrigin(request, null), response, callback);
    }
    protocol.handle(known(request, origin), response, callback);
    if (isAllowed(response) || policy.delivers(request)) {
      return false;
    }
    Response kept = new CrossOriginResponse(request, response);
    Failure refusal = new Failure(Failure.Kind.ORIGIN_REFUSED, null);
    new Exchange(new Downstream(request, kept, callback), backend, settings).fail(refusal);
    return true;
  }

  private static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
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
  private static Request known(Request request, String origin) {
    boolean single =
        origin.length() <= LONGEST_ORIGIN
            && origin.indexOf(' ') < 0
            && request.getHeaders().getValuesList(HttpHeader.ORIGIN).size() == 1;
    return single ? request : withOrigin(request, "");
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
