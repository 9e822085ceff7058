package org.requestrouter.upstream;

import org.eclipse.jetty.server.Server;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;

/** Starts a router with a server of the URI given, and prints what comes of it. */
public final class StartWithoutHttp2 {

  private StartWithoutHttp2() {}

  public static void main(String[] uris) throws Exception {
    for (String uri : uris) {
      RoutingConfig config = new RoutingConfig();
      config.backend("b").server("s", uri);
      Server server = new Server();
      server.addBean(new RequestRouter(server, config));
      try {
        server.start();
        System.out.println(uri + ": started");
      } catch (ConfigurationException x) {
        System.out.println(x.getMessage());
      } finally {
        server.stop();
      }
    }
  }
}
