package org.requestrouter.connector;

import java.nio.channels.SelectableChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;

/** Finds the selector that carries a client's connection. */
public final class ClientSelectors {

  private ClientSelectors() {}

  /** Returns the selector of the request's connection, or null if it has none that is known. */
  public static ManagedSelector of(Request request) {
    ConnectionMetaData client = request.getConnectionMetaData();
    if (client instanceof DetachedConnection detached) {
      return detached.selector();
    }
    return client.getConnection() instanceof InlineHttpConnection inline
        ? inline.selector()
        : find(client.getConnector(), client.getConnection().getEndPoint());
  }

  static ManagedSelector find(Connector connector, EndPoint endPoint) {
    EndPoint last = endPoint;
    while (last instanceof EndPoint.Wrapper wrapper) {
      last = wrapper.unwrap();
    }
    return connector instanceof ServerConnector server
            && last instanceof SelectableChannelEndPoint selectable
        ? find(server, selectable.getChannel())
        : null;
  }

  private static ManagedSelector find(ServerConnector connector, SelectableChannel channel) {
    for (ManagedSelector selector :
        connector.getSelectorManager().getBeans(ManagedSelector.class)) {
      if (selector.isRunning() && channel.keyFor(selector.getSelector()) != null) {
        return selector;
      }
    }
    return null;
  }
}
