package org.requestrouter.flow;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection so that it cannot be taken for an orderly end. */
public final class HardReset {
  private static final Logger LOG = LoggerFactory.getLogger(HardReset.class);

  private HardReset() {}

  /**
   * Makes the close that follows a reset. A connection over TLS is reset at once: TLS would
   * announce its end, and the client take that for the end of the content.
   */
  public static void prepare(EndPoint endPoint) {
    EndPoint socket = endPoint;
    while (socket instanceof EndPoint.Wrapper wrapper) {
      socket = wrapper.unwrap();
    }
    if (socket.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException x) {
        LOG.debug("already closed", x);
      }
    }
    if (socket != endPoint) {
      socket.close();
    }
  }
}
