package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.client.WebSocketCoreClient;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** Carries WebSockets as Jetty's websocket-core can, frame by frame, and leaves other requests. */
final class FrameProxyHandler extends WebSocketUpgradeHandler {
  private final WebSocketCoreClient client;
  private final int backEnd;

  FrameProxyHandler(int backEnd, int maxConnections, long idleMillis, Handler others) {
    this.backEnd = backEnd;
    HttpClient http = new HttpClient();
    http.setMaxConnectionsPerDestination(maxConnections);
    http.setMaxRequestsQueuedPerDestination(maxConnections);
    http.setIdleTimeout(idleMillis);
    client = new WebSocketCoreClient(http, new WebSocketComponents());
    installBean(client);
    setHandler(others);
    addMapping("/*", new Relaying());
  }

  private final class Relaying extends WebSocketNegotiator.AbstractNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      FrameRelay forClient = new FrameRelay();
      FrameRelay forServer = new FrameRelay();
      FrameRelay.join(forClient, forServer);
      URI uri = URI.create("ws://127.0.0.1:" + backEnd + request.getHttpURI().getPathQuery());
      try {
        client
            .connect(forServer, uri)
            .whenComplete(
                (session, failure) -> {
                  if (failure != null) {
                    forServer.onError(failure, Callback.NOOP);
                  }
                });
      } catch (IOException x) {
        throw new UncheckedIOException(x);
      }
      return forClient;
    }
  }
}
