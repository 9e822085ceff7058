package org.requestrouter.examples.bench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection of the load generator. */
final class ClientConnection {
  final ResponseReader reader = new ResponseReader();
  final EventReader events = new EventReader();

  /** Of a WebSocket, else null. */
  EchoReader echo;

  /** When the request was to be sent, which is what latency counts from. */
  long intended;

  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer output;

  ClientConnection(Selector selector, int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    channel.socket().setTcpNoDelay(true);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(ByteBuffer request) throws IOException {
    output = request.duplicate();
    write();
  }

  void write() throws IOException {
    channel.write(output);
    int wanted =
        output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  int read(ByteBuffer buffer) throws IOException {
    return channel.read(buffer);
  }

  void close() throws IOException {
    channel.close();
  }
}
