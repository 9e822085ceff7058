package org.requestrouter;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.connector.ReaderThread;
import org.requestrouter.exchange.ExtendedConnect;

/**
 * The core door: routes requests before any context sees them. Routing never blocks, so it runs on
 * the thread that has read the request; what goes to webapps that may block runs on one that may,
 * too.
 */
public final class RouterHandler extends Handler.Wrapper {
  private final RequestRouter router;
  private boolean enabled = true;

  /** Creates the door to the router. */
  public RouterHandler(RequestRouter router) {
    this.router = router;
  }

  /** Whether requests are routed here. */
  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Whether requests are routed here; if not, all go to the webapps, among which the router's
   * servlet may be. Default true.
   */
  public void setEnabled(boolean enabled) {
    if (isRunning()) {
      throw new IllegalStateException(getState());
    }
    this.enabled = enabled;
  }

  @Override
  public InvocationType getInvocationType() {
    InvocationType webapps = super.getInvocationType();
    return enabled ? ReaderThread.dispatching(webapps) : webapps;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!enabled) {
      return super.handle(request, response, callback);
    }
    Request asked = ExtendedConnect.view(request);
    Route route = router.match(asked);
    if (route.isToWebapps()) {
      Handler webapps = getHandler();
      return webapps != null && Webapps.handle(webapps, request, response, callback);
    }
    router.route(route, asked, response, callback);
    return true;
  }
}
