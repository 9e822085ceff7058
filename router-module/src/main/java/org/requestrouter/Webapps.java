package org.requestrouter;

import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** The way from a door on to the webapps: doors never block, so it is dispatched if they may. */
final class Webapps {
  private Webapps() {}

  /** Hands a request on to the webapps, whose handler tells whether it may block. */
  static boolean handle(
      Request.Handler webapps, Request request, Response response, Callback callback)
      throws Exception {
    if (webapps.getInvocationType() != InvocationType.NON_BLOCKING) {
      Executor executor = request.getComponents().getExecutor();
      executor.execute(() -> handleBlocking(webapps, request, response, callback));
      return true;
    }
    return webapps.handle(request, response, callback);
  }

  private static void handleBlocking(
      Request.Handler webapps, Request request, Response response, Callback callback) {
    try {
      if (!webapps.handle(request, response, callback)) {
        Handler last =
            request.getConnectionMetaData().getConnector().getServer().getDefaultHandler();
        if (last == null || !last.handle(request, response, callback)) {
          Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        }
      }
    } catch (Throwable x) {
      Response.writeError(request, response, callback, x);
    }
  }
}
