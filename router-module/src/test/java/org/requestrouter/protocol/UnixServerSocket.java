package org.requestrouter.protocol;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A listening unix-domain socket, as what the tests know. It leaves its file behind. */
public final class UnixServerSocket extends ServerSocket {
  private final Path path;
  private final ServerSocketChannel channel;
  private final Selector selector = Selector.open();
  private volatile int timeout;

  public UnixServerSocket(Path path, int backlog) throws IOException {
    this.path = path;
    channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path), backlog);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT);
  }

  Path path() {
    return path;
  }

  @Override
  public synchronized void setSoTimeout(int millis) {
    timeout = millis;
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      SocketChannel accepted = channel.accept();
      if (accepted != null) return new UnixSocket(accepted);
      try {
        selector.selectedKeys().clear();
        if (selector.select(timeout) == 0 && timeout > 0 && channel.isOpen())
          throw new SocketTimeoutException("nobody connects");
      } catch (ClosedSelectorException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    // First: who fails to accept looks whether this is closed.
    super.close();
    channel.close();
    selector.close();
  }
}
