package org.requestrouter.examples.cometd;

import java.io.IOException;
import java.util.Map;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * A CometD server whose clients may publish to each other, by long polls and WebSockets. It says
 * its name in the reply to each handshake, since clients of different servers do not meet.
 */
public final class CometDServer {
  /** How long a poll is held, in milliseconds. */
  private static final String POLL = "10000";

  private CometDServer() {}

  /**
   * Runs a server on a free port, which it prints, until its input ends.
   *
   * @param arguments the name of the server
   */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder cometd = new ServletHolder(new SocketServlet(context));
    cometd.setInitParameter(
        "transports",
        JettyWebSocketTransport.class.getName() + "," + JSONHttpTransport.class.getName());
    cometd.setInitParameter("ws.cometdURLMapping", "/cometd/*");
    cometd.setInitParameter("timeout", POLL);
    cometd.setInitOrder(1);
    cometd.setAsyncSupported(true);
    context.addServlet(cometd, "/cometd/*");
    // Asked first, since a WebSocket is not for the servlet.
    WebSocketUpgradeHandler sockets =
        new WebSocketUpgradeHandler(ServerWebSocketContainer.ensure(server, context));
    sockets.setHandler(context);
    server.setHandler(sockets);
    server.start();
    BayeuxServer bayeux =
        (BayeuxServer) context.getServletContext().getAttribute(BayeuxServer.ATTRIBUTE);
    bayeux.addExtension(new NamedServer(arguments[0]));
    System.out.println(connector.getLocalPort());
    awaitEndOfInput();
    server.stop();
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Whatever it says.
    }
  }

  /** CometD's servlet, whose server also has WebSockets of the context that it is in. */
  private static final class SocketServlet extends CometDServlet {
    private static final long serialVersionUID = 1L;

    private final transient Context context;

    SocketServlet(ServletContextHandler handler) {
      this.context = handler.getContext();
    }

    @Override
    protected BayeuxServer newBayeuxServer() {
      BayeuxServerImpl server = (BayeuxServerImpl) super.newBayeuxServer();
      server.setOption(Context.class.getName(), context);
      return server;
    }
  }

  /** Says the name in replies to handshakes. */
  private record NamedServer(String name) implements BayeuxServer.Extension {
    @Override
    public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
      if (Channel.META_HANDSHAKE.equals(message.getChannel())) {
        message.getExt(true).putAll(Map.of("server", name));
      }
      return true;
    }
  }
}
