package org.requestrouter.examples.microbench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** A request as Jetty hands it to a handler; it stays whole until it is let go. */
final class CapturedRequest {
  private final Server server = new Server();
  private final Request request;
  private final Callback callback;

  private record Captured(Request request, Callback callback) {}

  /** Sends the bytes of a request, without content, to a server that does not answer. */
  CapturedRequest(String bytes) throws Exception {
    CompletableFuture<Captured> captured = new CompletableFuture<>();
    LocalConnector connector = new LocalConnector(server);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return captured.complete(new Captured(request, callback));
          }
        });
    server.start();
    connector.executeRequest(bytes);
    Captured received = captured.get(10, TimeUnit.SECONDS);
    request = received.request();
    callback = received.callback();
  }

  Request request() {
    return request;
  }

  /** Ends the request and the server. */
  void letGo() throws Exception {
    callback.succeeded();
    server.stop();
  }
}
