package org.requestrouter.examples.bench.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Jetty's stock {@link AsyncProxyServlet}. */
public final class AsyncProxyServletMain {
  private AsyncProxyServletMain() {}

  /** Requests may wait for as many connections as may be made; there is no parameter for it. */
  private static final class Unlimited extends AsyncProxyServlet.Transparent {
    private static final long serialVersionUID = 1;

    private final int maxConnections;

    private Unlimited(int maxConnections) {
      this.maxConnections = maxConnections;
    }

    @Override
    protected HttpClient newHttpClient() {
      HttpClient client = super.newHttpClient();
      client.setMaxRequestsQueuedPerDestination(maxConnections);
      return client;
    }
  }

  /** Takes the own port, the back end's, and the most connections to it. */
  public static void main(String[] args) throws Exception {
    Lifeline.watch();
    int maxConnections = Integer.parseInt(args[2]);
    ServletHolder holder = new ServletHolder(new Unlimited(maxConnections));
    holder.setInitParameter("proxyTo", "http://127.0.0.1:" + args[1]);
    holder.setInitParameter("maxConnections", args[2]);
    // Of the whole exchange, and of silence: held requests wait for longer than the defaults.
    holder.setInitParameter("timeout", "0");
    holder.setInitParameter("idleTimeout", "600000");
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(holder, "/*");
    Server server =
        new Server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
    JettyConnectors.prepare(server);
    server.setHandler(context);
    server.start();
  }
}
