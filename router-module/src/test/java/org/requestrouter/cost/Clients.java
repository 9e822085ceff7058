package org.requestrouter.cost;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections of clients that are kept alive, and do all the same thing at the same time. */
final class Clients implements AutoCloseable {
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer response = ByteBuffer.allocateDirect(4096);

  Clients(int port, int count) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channels.add(channel);
    }
  }

  int count() {
    return channels.size();
  }

  /** Sends that many requests on each connection, each when the one before is answered by all. */
  Clients get(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      send("/");
      receive();
    }
    return this;
  }

  /** Sends a request on each connection. */
  void send(String path) throws IOException {
    String text =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: guard\r\nAccept: */*\r\n\r\n";
    ByteBuffer request = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    for (SocketChannel channel : channels) {
      channel.write(request.duplicate());
    }
  }

  /** Receives a response on each connection. */
  void receive() throws IOException {
    for (SocketChannel channel : channels) {
      response.clear();
      while (response.position() == 0 || response.get(response.position() - 1) != BackEnd.END) {
        if (channel.read(response) < 0) {
          throw new EOFException("no response");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
