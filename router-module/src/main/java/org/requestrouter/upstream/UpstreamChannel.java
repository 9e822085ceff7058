package org.requestrouter.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.util.IO;
import org.requestrouter.config.TcpKeepAlive;
import org.requestrouter.connector.KeepAliveOptions;

/** Channels to servers, of the family that the server's address is of. */
final class UpstreamChannel {

  /** What the system calls the error EAGAIN: Java has no class for it. */
  private static final String TRY_AGAIN = "temporarily unavailable";

  private UpstreamChannel() {}

  /** Opens a channel that does not block, yet to be connected. */
  static SocketChannel open(SocketAddress to, TcpKeepAlive tcpKeepAlive) throws IOException {
    boolean unix = isUnix(to);
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!unix) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        KeepAliveOptions.set(channel, tcpKeepAlive);
      }
      return channel;
    } catch (IOException | RuntimeException x) {
      IO.close(channel);
      throw x;
    }
  }

  /**
   * Whether a connection has failed only since as many as the server allows wait to be accepted.
   * Over TCP the system waits, and tries again; on a unix-domain socket it says so at once.
   */
  static boolean isQueueFull(SocketAddress to, Throwable cause) {
    String message = cause.getMessage();
    return isUnix(to) && message != null && message.contains(TRY_AGAIN);
  }

  private static boolean isUnix(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress;
  }
}
