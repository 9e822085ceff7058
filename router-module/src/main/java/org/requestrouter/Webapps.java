package org.requestrouter;

import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.requestrouter.connector.ReaderThread;

/**
 * The way from a door on to the webapps. Doors never block, but webapps may: their requests are
 * dispatched, unless the connection has expected one and brings a thread that may block.
 */
final class Webapps {
  private Webapps() {}

  /** Hands a request on to the webapps, whose handler tells whether it may block. */
  static boolean handle(
      Request.Handler webapps, Request request, Response response, Callback callback)
      throws Exception {
    if (webapps.getInvocationType() != InvocationType.NON_BLOCKING
        && !ReaderThread.mayBlock(request)) {
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
