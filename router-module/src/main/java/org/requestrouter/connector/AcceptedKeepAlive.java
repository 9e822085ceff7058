package org.requestrouter.connector;

import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.requestrouter.config.TcpKeepAlive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the system probe the silent connections of clients, for which Jetty has no setting. */
public final class AcceptedKeepAlive implements SelectorManager.AcceptListener {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedKeepAlive.class);

  private final TcpKeepAlive wanted;

  /** Creates one that does nothing unless it is installed. */
  public AcceptedKeepAlive(TcpKeepAlive wanted) {
    this.wanted = wanted;
  }

  /** Has the connections probed that the connectors of the server accept from now on. */
  public void install(Server server) {
    if (wanted.enabled()) {
      for (Connector connector : server.getConnectors()) {
        if (connector instanceof ServerConnector tcp) {
          tcp.getSelectorManager().addEventListener(this);
        }
      }
    }
  }

  /** Leaves the connectors as they were. */
  public void uninstall(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof ServerConnector tcp) {
        tcp.getSelectorManager().removeEventListener(this);
      }
    }
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    try {
      KeepAliveOptions.set((NetworkChannel) channel, wanted);
    } catch (IOException x) {
      // The client has gone already, as the connection will show.
      LOG.debug("no keep-alive on {}", channel, x);
    }
  }
}
