package org.requestrouter.examples.bench.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Jetty's stock {@link AsyncProxyServlet}. */
public final class AsyncProxyServletMain {
  private AsyncProxyServletMain() {}

  /** Takes the own port, the back end's, and the most connections to it. */
  public static void main(String[] args) throws Exception {
    Lifeline.watch();
    ServletHolder holder = new ServletHolder(new AsyncProxyServlet.Transparent());
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
