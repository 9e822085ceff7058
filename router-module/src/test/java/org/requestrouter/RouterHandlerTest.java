package org.requestrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.RoutingConfig;

class RouterHandlerTest {
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final ContextHandlerCollection webapps = new ContextHandlerCollection();

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /** Jetty's own rule: a server that has started as non-blocking takes no blocking webapp. */
  @Test
  void aBlockingWebappCanBeDeployedAfterTheStart() throws Exception {
    RequestRouter router = new RequestRouter(server, new RoutingConfig());
    RouterHandler door = new RouterHandler(router);
    door.setHandler(webapps);
    server.addBean(router);
    server.addConnector(connector);
    server.setHandler(door);
    server.start();

    ContextHandler later = new ContextHandler(new Blocking(), "/later");
    webapps.addHandler(later);
    later.start();

    String response = connector.getResponse("GET /later/ HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(response.endsWith("blocking"), response);
    assertEquals(Handler.Abstract.InvocationType.BLOCKING, server.getInvocationType());
  }

  private static final class Blocking extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, "blocking", callback);
      return true;
    }
  }
}
